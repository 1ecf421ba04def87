// `build.labels`: labels of the image, which `atomic run` and `podman container runlabel` run like
// those of its Dockerfile.

#include "parsers/compose/labels.hpp"

#include "parsers/compose/service.hpp"
#include "parsers/compose/wording.hpp"
#include "parsers/dockerfile/image_labels.hpp"

#include <map>

namespace dropcap::compose {

namespace {

/// Labels by the source that they are written in.
class LabelTaker {
  public:
    explicit LabelTaker(const ProjectContext& reading) : reading_(reading) {}

    /// `KEY: value`
    void take(const Value& value, std::string_view key) {
        if (value.node->is_scalar() && !unresolved(reading_, value) &&
            value.key.source == value.node->at.source)
            add(key, value.key.span, text_of(value));
    }

    /// `- KEY=value`
    void take_item(const Value& item) {
        const std::size_t equals =
            item.node->is_scalar() ? item.node->text.find('=') : std::string_view::npos;
        if (equals == std::string_view::npos || unresolved(reading_, item)) return;
        const text::MappedText whole = text_of(item);
        source_ = item.node->at.source;
        add(item.node->text.substr(0, equals), whole.span(0, equals), whole.slice(equals + 1));
    }

    [[nodiscard]] const std::map<std::uint32_t, std::vector<dockerfile::ImageLabel>>&
    labels() const {
        return labels_;
    }

  private:
    /// Byte for byte where the file spells the text as it is, else as a whole.
    text::MappedText text_of(const Value& value) {
        const Place at = value.node->at;
        source_ = at.source;
        const std::string_view spelt = reading_.document.text(at);
        const std::string_view said = reading_.shown(*value.node);
        const std::uint32_t quote = spelt.starts_with('"') || spelt.starts_with('\'') ? 1 : 0;
        if (spelt.size() == said.size() + 2 * std::size_t{quote} &&
            spelt.substr(quote, said.size()) == said)
            return {said, at.span.begin + quote};
        text::MappedText text;
        text.append_replaced(said, at.span);
        return text;
    }

    void add(std::string_view key, Span key_at, text::MappedText value) {
        const Span written = value.empty() ? key_at : value.span();
        labels_[source_].push_back({.key = std::string(key),
                                    .key_at = key_at,
                                    .value = std::move(value),
                                    .written = written});
    }

    const ProjectContext& reading_;
    std::uint32_t source_ = 0;
    std::map<std::uint32_t, std::vector<dockerfile::ImageLabel>> labels_;
};

/// A label may hold a command line, whose words are read like settings.
bool pays(ProjectContext& reading, const Value& label) {
    constexpr std::size_t bytes_a_setting = 8;
    return reading.spend(label, 1 + label.node->text.size() / bytes_a_setting);
}

} // namespace

void add_labels(ProjectContext& reading, const format::ParseOptions& options,
                const Service& service) {
    const Value labels = get(get(service.value, "build"), "labels");
    if (!labels || options.engine == Engine::swarm) return;
    LabelTaker taker(reading);
    if (labels.node->is_mapping())
        for (const yaml::Entry& entry : labels.node->entries)
            if (const Value value = entry_value(labels, entry); pays(reading, value))
                taker.take(value, entry.key->text);
    for (const Value& item : items(reading.document, labels))
        if (pays(reading, item)) taker.take_item(item);
    for (const auto& [source, found] : taker.labels()) {
        const command::CommandContext context{.source = source,
                                              .engine = options.engine,
                                              .format = compose_format,
                                              .kind = ContainerKind::label,
                                              .why_open = "set by who runs the label"};
        dockerfile::read_labels(found, context, reading.document);
    }
}

} // namespace dropcap::compose
