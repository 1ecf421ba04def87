#include "lint/input/replaced_texts.hpp"

#include "lint/input/project_paths.hpp"

#include <utility>

namespace dropcap::input {
namespace {

std::string name_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }

} // namespace

void ReplacedTexts::add(std::shared_ptr<const Source> text) {
    names_.insert(name_in(text->path()));
    std::string key = absolute_path(text->path());
    texts_[std::move(key)] = std::move(text);
}

std::shared_ptr<const Source> ReplacedTexts::find(const std::string& path) const {
    if (!names_.contains(name_in(path))) return nullptr;
    const auto found = texts_.find(absolute_path(path));
    if (found == texts_.end()) return nullptr;
    const auto& text = found->second;
    return path == text->path() ? text
                                : std::make_shared<const Source>(path, std::string(text->text()));
}

FileAccess with_texts(const FileAccess& files, std::string root,
                      std::shared_ptr<const ReplacedTexts> texts) {
    FileAccess changed;
    changed.read =
        [texts, read = files.read](const InputFile& file) -> Result<std::shared_ptr<const Source>> {
        if (auto text = texts->find(file.path)) return text;
        return read ? read(file) : read_source(file);
    };
    changed.read_inside =
        [texts = std::move(texts), read = files.read_inside,
         root = std::move(root)](const std::string& path) -> Result<std::shared_ptr<const Source>> {
        if (auto text = texts->find(path)) return text;
        return read ? read(path) : read_inside(path, root);
    };
    return changed;
}

FileAccess with_text(const FileAccess& files, std::string root,
                     std::shared_ptr<const Source> text) {
    auto texts = std::make_shared<ReplacedTexts>();
    texts->add(std::move(text));
    return with_texts(files, std::move(root), std::move(texts));
}

} // namespace dropcap::input
