#include "lint/input/files.hpp"

#include "lint/input/descriptor.hpp"
#include "parsers/parse.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <optional>
#include <ranges>
#include <unordered_set>
#include <utility>

namespace dropcap::input {
namespace fs = std::filesystem;
namespace {

Error why(std::string_view path) { return {fmt::format("{}: {}", path, std::strerror(errno))}; }

Error too_large(std::string_view path, std::size_t most) {
    return {fmt::format("{}: larger than {} MiB and not read", path, most >> 20U),
            ErrorCode::too_large};
}

Result<std::string> read_all(int descriptor, std::string_view path, std::size_t expected) {
    std::string bytes;
    bytes.resize(expected + 1);
    std::size_t size = 0;
    while (true) {
        const ssize_t got = ::read(descriptor, bytes.data() + size, bytes.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return why(path);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size > largest_input_file) return too_large(path, largest_input_file);
        if (size == bytes.size()) bytes.resize(bytes.size() * 2 + 4096);
    }
    bytes.resize(size);
    return bytes;
}

Result<std::shared_ptr<const Source>> read_regular(const std::string& path, bool only_regular) {
    // Without O_NONBLOCK a pipe that took a file's place since the walk would hold us up for ever.
    const Descriptor file(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (only_regular ? O_NONBLOCK : 0)));
    if (file.number() < 0) return why(path);
    struct stat status{};
    if (::fstat(file.number(), &status) != 0) return why(path);
    if (S_ISDIR(status.st_mode)) return Error{path + ": is a folder", ErrorCode::is_a_folder};
    if (only_regular && !S_ISREG(status.st_mode)) return Error{path + ": not a regular file"};
    const auto expected = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
    if (expected > largest_input_file) return too_large(path, largest_input_file);
    Result<std::string> bytes = read_all(file.number(), path, expected);
    if (!bytes) return bytes.error();
    return std::shared_ptr<const Source>(
        std::make_shared<Source>(path, to_utf8(*std::move(bytes))));
}

/// A folder's .gitignore and the path it counts from.
struct IgnoreFile {
    std::string folder; ///< absolute, with a slash at the end
    Gitignore rules;
};

/// What the folder says of its entry; the file system is asked only where it does not say. What has
/// vanished since has no type.
fs::file_type type_of(const fs::directory_entry& entry) {
    std::error_code gone;
    if (entry.is_symlink(gone)) return fs::file_type::symlink;
    if (entry.is_directory(gone)) return fs::file_type::directory;
    return entry.is_regular_file(gone) ? fs::file_type::regular : fs::file_type::unknown;
}

class Walker {
  public:
    Walker(Inputs& inputs, const WalkOptions& options) : inputs_(inputs), options_(options) {}

    /// What is taken from now on names other files in `root` only; empty: in the project.
    void stay_in(std::string root) { root_ = std::move(root); }

    void walk(const std::string& folder) {
        ignores_.clear();
        std::error_code error;
        const fs::path absolute = fs::canonical(folder, error);
        if (error)
            return inputs_.errors.push_back({fmt::format("{}: {}", folder, error.message())});
        if (options_.rules.excludes && options_.rules.excludes(absolute.string(), true))
            return inputs_.excluded.push_back(folder);
        read_ignores_above(absolute);
        descend(folder == "." ? std::string() : folder, absolute.string());
    }

    void take_named(std::string path) {
        if (options_.rules.excludes && options_.rules.excludes(absolute_path(path), false))
            return inputs_.excluded.push_back(std::move(path));
        take({.path = std::move(path), .named = true});
    }

  private:
    void take(InputFile file) {
        file.root = root_;
        if (seen_.insert(file.path).second) inputs_.files.push_back(std::move(file));
    }

    /// .gitignore files between the repository's root and the folder count too.
    void read_ignores_above(const fs::path& folder) {
        std::vector<fs::path> above;
        std::error_code error;
        for (fs::path at = folder; !fs::exists(at / ".git", error); at = at.parent_path()) {
            if (at == at.parent_path()) return; // no repository
            above.push_back(at.parent_path());
        }
        std::ranges::for_each(above.rbegin(), above.rend(),
                              [&](const fs::path& at) { read_ignore(at.string(), at.string()); });
    }

    void read_ignore(const std::string& shown, const std::string& folder) {
        const std::string path = folder + "/.gitignore";
        struct stat status{};
        if (::access(path.c_str(), R_OK) != 0 || ::stat(path.c_str(), &status) != 0) return;
        // People write hundreds of lines, and each is compared with every path below.
        constexpr std::size_t most_bytes = 1U << 20U, most_patterns = 10'000;
        const auto not_honoured = [&](const std::string& why) {
            inputs_.skipped.push_back(
                {path_below(shown, ".gitignore"), why + ": its patterns are not honoured"});
        };
        if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > most_bytes)
            return not_honoured(fmt::format("larger than {} MiB", most_bytes >> 20U));
        auto source = read_regular(path, true);
        if (!source) return;
        Gitignore rules((*source)->text());
        if (rules.wildcards() > most_patterns)
            return not_honoured(fmt::format("more than {} patterns with wildcards", most_patterns));
        if (!rules.empty()) ignores_.push_back({folder + "/", std::move(rules)});
    }

    /// A folder's entry as reports call it.
    static std::string path_below(const std::string& shown, const std::string& name) {
        if (shown.empty()) return name;
        return shown.ends_with('/') ? shown + name : shown + "/" + name;
    }

    /// The deepest .gitignore that says something of the path decides.
    [[nodiscard]] bool ignored(std::string_view absolute, bool is_folder) const {
        for (const IgnoreFile& file : std::views::reverse(ignores_)) { // the nearest speaks first
            const auto verdict = file.rules.verdict(absolute.substr(file.folder.size()), is_folder);
            if (verdict != Gitignore::Verdict::none) return verdict == Gitignore::Verdict::ignored;
        }
        return false;
    }

    void descend(const std::string& shown, const std::string& absolute) {
        std::error_code error;
        std::vector<std::pair<std::string, fs::file_type>> entries;
        for (fs::directory_iterator at(absolute, error), end; !error && at != end;
             at.increment(error)) {
            if (++entries_ > options_.most_entries && options_.most_entries > 0)
                return static_cast<void>(inputs_.is_cut = true);
            entries.emplace_back(at->path().filename(), type_of(*at));
        }
        if (error) inputs_.skipped.push_back({shown.empty() ? "." : shown, error.message()});
        std::ranges::sort(entries);
        const std::size_t outer = ignores_.size();
        read_ignore(shown, absolute);
        const FolderRules* const rules = options_.rules.in ? options_.rules.in(absolute) : nullptr;
        for (const auto& [name, type] : entries) visit(name, type, {shown, absolute, rules});
        ignores_.resize(outer);
    }

    struct Folder {
        const std::string& shown;
        const std::string& absolute;
        const FolderRules* rules;
    };

    void visit(const std::string& name, fs::file_type type, const Folder& folder) {
        const bool is_folder = type == fs::file_type::directory;
        if (name == (is_folder ? ".git" : config_file_name))
            return; // a configuration is read by what it is about
        const std::string shown = path_below(folder.shown, name);
        if (name == env_file_name && type == fs::file_type::regular)
            inputs_.env_files.push_back(shown);
        const bool candidate = is_folder || may_be_ours(shown, options_.scans);
        if (!candidate && (folder.rules == nullptr || folder.rules->include.empty())) return;
        const std::string absolute = folder.absolute + "/" + name;
        if (ignored(absolute, is_folder)) return;
        const auto listed = [&](const Gitignore& patterns) {
            return patterns.verdict(std::string_view(absolute).substr(folder.rules->base.size()),
                                    is_folder) == Gitignore::Verdict::ignored;
        };
        if (folder.rules != nullptr && listed(folder.rules->exclude))
            return inputs_.excluded.push_back(shown);
        if (is_folder) return descend(shown, absolute);
        if (!candidate && !listed(folder.rules->include)) return;
        if (type == fs::file_type::regular)
            take({.path = shown, .named = false, .included = !candidate});
        else
            inputs_.skipped.push_back({shown, type == fs::file_type::symlink
                                                  ? "a symbolic link, not followed"
                                                  : "not a regular file"});
    }

    Inputs& inputs_;
    const WalkOptions& options_;
    std::string root_;
    std::vector<IgnoreFile> ignores_;
    std::unordered_set<std::string> seen_;
    std::size_t entries_ = 0; ///< met so far
};

/// Where a named path outside the project may lead: its own repository or, without one, the folder
/// given. Empty inside the project.
std::string own_root(const std::string& path, bool is_folder, const std::string& project) {
    if (!path_in_project(path, project).empty()) return {};
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(fs::absolute(path, error), error);
    const fs::path folder = is_folder ? absolute : absolute.parent_path();
    const fs::path repository = repository_of(folder);
    return (repository.empty() ? folder : repository).string();
}

/// How reports call a named path: without `./` before it and slashes behind it.
std::string shown_path(std::string path) {
    while (path.starts_with("./") && path.size() > 2) path.erase(0, 2);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path.empty() ? "." : path;
}

} // namespace

std::string absolute_path(const std::string& path) {
    std::error_code error;
    const fs::path given(path);
    const fs::path folder =
        fs::weakly_canonical(given.has_parent_path() ? given.parent_path() : fs::path("."), error);
    return (folder / given.filename()).string();
}

Inputs find_inputs(const std::vector<std::string>& paths, const WalkOptions& options) {
    Inputs inputs;
    Walker walker(inputs, options);
    const std::string project = project_root();
    for (const std::string& given : paths) {
        const std::string path = shown_path(given);
        struct stat status{};
        const bool found = ::stat(path.c_str(), &status) == 0;
        const bool is_folder = found && S_ISDIR(status.st_mode);
        if (!found || (is_folder && ::access(path.c_str(), R_OK | X_OK) != 0)) {
            inputs.errors.push_back(why(path));
            continue;
        }
        walker.stay_in(own_root(path, is_folder, project));
        if (is_folder)
            walker.walk(path);
        else
            walker.take_named(path);
    }
    return inputs;
}

Result<std::shared_ptr<const Source>> read_source(const InputFile& file) {
    return read_regular(file.path, !file.named);
}

Result<std::shared_ptr<const Source>> read_standard_input(std::string path) {
    Result<std::string> bytes = read_all(STDIN_FILENO, "standard input", 0);
    if (!bytes) return bytes.error();
    return std::shared_ptr<const Source>(
        std::make_shared<Source>(std::move(path), to_utf8(*std::move(bytes))));
}

Result<std::shared_ptr<const Source>> read_inside(const std::string& path,
                                                  const std::string& root) {
    if (path_in_project(path, root).empty()) return format::outside_project();
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return errno == ENOENT || errno == ENOTDIR ? format::no_such_file()
                                                   : Error{std::strerror(errno)};
    // Opening a device can make it act: only what is a file now is opened.
    if (!S_ISREG(status.st_mode))
        return S_ISDIR(status.st_mode) ? format::is_a_folder() : Error{"it is no regular file"};
    return read_regular(path, true);
}

namespace {

using Make = std::function<void(const Sink&)>;

bool write_piece(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Once a piece could not be written, the others are not; errno then says why.
bool write_all(int descriptor, const Make& make) {
    int failure = 0;
    make([&](std::string_view piece) {
        if (failure == 0 && !write_piece(descriptor, piece)) failure = errno;
    });
    errno = failure;
    return failure == 0;
}

/// What is no regular file (a pipe, a device) is written to as it is: it must not be replaced.
Result<std::monostate> write_through(const std::string& path, const Make& make) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.number() < 0 || !write_all(file.number(), make) || !file.close()) return why(path);
    return std::monostate{};
}

/// /dev/stdout and the like may lead to a file that the shell opened: replacing it would lose what
/// is written to the stream afterwards.
std::optional<int> open_stream(const struct stat& status) {
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        struct stat of_stream{};
        if (::fstat(stream, &of_stream) == 0 && of_stream.st_dev == status.st_dev &&
            of_stream.st_ino == status.st_ino)
            return stream;
    }
    return std::nullopt;
}

/// Holds back the signals by which people and CI end a program, so that no temporary file stays
/// behind; they act afterwards.
class Uninterrupted {
  public:
    Uninterrupted() {
        sigset_t ending;
        sigemptyset(&ending);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&ending, signal);
        pthread_sigmask(SIG_BLOCK, &ending, &before_);
    }
    ~Uninterrupted() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    Uninterrupted(const Uninterrupted&) = delete;
    Uninterrupted& operator=(const Uninterrupted&) = delete;

  private:
    sigset_t before_{};
};

/// The mode of a file that is replaced stays; a new one gets what the umask allows.
mode_t mode_for(const struct stat* existing) {
    if (existing != nullptr) return existing->st_mode & 07777U;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666U & ~mask;
}

} // namespace

Result<std::monostate> write_file(const std::string& path, std::string_view text) {
    return write_file(path, [text](const Sink& sink) { sink(text); });
}

Result<std::monostate> write_file(const std::string& path, const Make& make) {
    struct stat status{};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode))
        return Error{path + ": is a folder", ErrorCode::is_a_folder};
    if (const auto stream = exists ? open_stream(status) : std::nullopt) {
        if (!write_all(*stream, make)) return why(path);
        return std::monostate{};
    }
    if (exists && !S_ISREG(status.st_mode)) return write_through(path, make);
    std::error_code error;
    // A link stays a link: what it leads to is replaced.
    const fs::path target = exists ? fs::canonical(path, error) : fs::path(path);
    if (error) return Error{fmt::format("{}: {}", path, error.message())};
    const Uninterrupted uninterrupted;
    std::string temporary = (target.parent_path() / ".dropcap-XXXXXX").string();
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.number() < 0) return why(path);
    if (write_all(file.number(), make) &&
        ::fchmod(file.number(), mode_for(exists ? &status : nullptr)) == 0 && file.close() &&
        ::rename(temporary.c_str(), target.c_str()) == 0)
        return std::monostate{};
    const Error failure = why(path);
    ::unlink(temporary.c_str());
    return failure;
}

} // namespace dropcap::input
