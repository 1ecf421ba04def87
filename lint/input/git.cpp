#include "lint/input/git.hpp"

#include "lint/input/files.hpp"
#include "lint/input/process.hpp"
#include "model/ascii.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace dropcap::input {
namespace fs = std::filesystem;
namespace {

/// What a repository's own configuration may not do to us: run programs, reach the network, stand
/// for another folder. The user's and the system's configuration stay: they say who to trust
/// (safe.directory).
constexpr const char* disarming[] = {
    "-c", "core.fsmonitor=false",    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",          "-c", "diff.external=",
    "-c", "protocol.allow=never",    "-c", "core.sshCommand=false",
    "-c", "core.askPass=",           "-c", "credential.helper=",
    "-c", "core.quotePath=false",    "-c", "safe.bareRepository=explicit",
    "-c", "log.showSignature=false", "-c", "submodule.recurse=false",
};

/// Variables git needs to find the user's configuration and its own parts. No GIT_* among them but
/// the index, which `git commit` sets for its hooks and which names data, not a program.
std::vector<std::string> environment() {
    constexpr std::string_view taken[] = {"HOME", "XDG_CONFIG_HOME", "PATH", "TMPDIR",
                                          "GIT_INDEX_FILE"};
    auto variables = environment_of(taken);
    for (const char* fixed : {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
                              "GIT_NO_LAZY_FETCH=1", "GIT_PAGER=cat"})
        variables.emplace_back(fixed);
    return variables;
}

/// The largest answer of git that is read, in bytes.
constexpr std::size_t largest_answer = std::size_t{1} << 30U;

std::string first_line(std::string_view text) {
    std::string line(text.substr(0, text.find('\n')));
    for (const std::string_view prefix : {"fatal: ", "error: "})
        if (line.starts_with(prefix)) line.erase(0, prefix.size());
    return line;
}

std::string_view without_newline(std::string_view text) {
    return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

/// Why git does not work in `root`, from what it said.
Error unusable(const std::string& root, const std::string& said, std::string_view flag) {
    if (said.find("dubious ownership") != std::string::npos)
        return {fmt::format(
            "git does not trust {}, which belongs to another user; if you do: git config --global --add safe.directory {}",
            root, root)};
    if (said.find("not a git repository") != std::string::npos)
        return {fmt::format("{} is no git repository, and {} compares with one", root, flag)};
    return {fmt::format("git: {}", said)};
}

} // namespace

Result<Git> Git::open(const std::string& root, std::string_view flag) {
    std::error_code error;
    if (!fs::exists(root + "/.git", error)) return unusable(root, "not a git repository", flag);
    const std::string forbidden[] = {root};
    auto program = find_program("git", forbidden);
    if (!program) return Error{fmt::format("{} needs git: {}", flag, program.error().message)};
    Git git(*std::move(program), root);
    const auto top = git.run({"rev-parse", "--show-toplevel"});
    if (!top) return unusable(root, top.error().message, flag);
    if (without_newline(*top) != root) return unusable(root, "not a git repository", flag);
    return git;
}

Result<std::string> Git::run(std::vector<std::string> arguments, std::string input) const {
    ProgramCall call{.program = program_,
                     .arguments = {"--no-pager"},
                     .environment = environment(),
                     .folder = root_};
    call.input = std::move(input);
    call.output_limit = largest_answer;
    call.arguments.insert(call.arguments.end(), std::begin(disarming), std::end(disarming));
    call.arguments.insert(call.arguments.end(), std::make_move_iterator(arguments.begin()),
                          std::make_move_iterator(arguments.end()));
    auto result = run_program(call);
    if (!result) return result.error();
    if (result->exit_code != 0) return Error{first_line(result->complaint)};
    return std::move(result->output);
}

Result<std::string> Git::commit(const std::string& revision) const {
    if (revision.empty() || revision.starts_with('-'))
        return Error{fmt::format("--since '{}': that is no revision", revision)};
    const auto id = run({"rev-parse", "--verify", "--quiet", revision + "^{commit}"});
    if (!id) return no_such_revision(revision);
    return std::string(without_newline(*id));
}

Error Git::no_such_revision(const std::string& revision) const {
    if (const auto shallow = run({"rev-parse", "--is-shallow-repository"});
        shallow && without_newline(*shallow) == "true")
        return {fmt::format(
            "there is no revision '{}' in this shallow clone: fetch it (`git fetch --depth=1 origin {}`, then `--since FETCH_HEAD`) "
            "or clone the whole history (GitHub: `fetch-depth: 0`, GitLab: `GIT_DEPTH: 0`)",
            revision, revision)};
    const bool is_remote =
        run({"rev-parse", "--verify", "--quiet", "refs/remotes/origin/" + revision + "^{commit}"})
            .ok();
    return {fmt::format("there is no revision '{}' in this repository{}", revision,
                        is_remote ? fmt::format(", but origin has one: write 'origin/{}'", revision)
                                  : "")};
}

void GitTree::add(std::string_view mode, std::string id, std::string path) {
    if (mode == "160000")
        submodules_.push_back(std::move(path));
    else
        entries_.insert_or_assign(std::move(path), Entry{std::move(id), mode == "120000"});
}

// "100644 blob ID\tPATH", a NUL behind each.
Result<std::shared_ptr<GitTree>> GitTree::of_commit(const Git& git, const std::string& commit) {
    const auto listing = git.run({"ls-tree", "-r", "-z", "--full-tree", commit});
    if (!listing)
        return Error{fmt::format("git cannot list {}: {}", commit, listing.error().message)};
    std::shared_ptr<GitTree> tree(new GitTree(git));
    for (std::string_view rest = *listing; !rest.empty();) {
        std::string_view about = take_before(rest, '\t');
        const std::string_view mode = take_before(about, ' ');
        take_before(about, ' ');
        tree->add(mode, std::string(about), std::string(take_before(rest, '\0')));
    }
    return tree;
}

// "100644 ID STAGE\tPATH", a NUL behind each; stages other than 0 are the sides of a merge that is
// not finished.
Result<std::shared_ptr<GitTree>> GitTree::of_index(const Git& git) {
    const auto listing = git.run({"ls-files", "--stage", "-z"});
    if (!listing)
        return Error{fmt::format("git cannot list what is staged: {}", listing.error().message)};
    std::shared_ptr<GitTree> tree(new GitTree(git));
    for (std::string_view rest = *listing; !rest.empty();) {
        std::string_view about = take_before(rest, '\t');
        const std::string_view mode = take_before(about, ' ');
        const std::string_view id = take_before(about, ' ');
        const std::string_view path = take_before(rest, '\0');
        if (about == "0" || about == "2") tree->add(mode, std::string(id), std::string(path));
    }
    return tree;
}

/// The path of the file that `path` leads to, links followed as the file system would.
Result<std::string> GitTree::resolve(const std::string& path) const {
    constexpr int most_links = 40; // as Linux
    fs::path wanted = fs::path(path).lexically_normal();
    for (int links = 0; links < most_links; ++links) {
        if (wanted.is_absolute() || wanted.native().starts_with(".."))
            return format::outside_project();
        fs::path prefix;
        auto part = wanted.begin();
        const Entry* link = nullptr;
        for (; part != wanted.end() && link == nullptr; ++part) {
            prefix /= *part;
            const auto found = entries_.find(prefix.native());
            if (found != entries_.end() && found->second.is_link) link = &found->second;
        }
        if (link == nullptr)
            return entries_.contains(wanted.native()) ? Result(wanted.native())
                                                      : format::no_such_file();
        const auto target = bytes(link->id);
        if (!target) return target.error();
        fs::path rest;
        for (; part != wanted.end(); ++part) rest /= *part;
        wanted = (prefix.parent_path() / *target / rest).lexically_normal();
    }
    return format::no_such_file();
}

bool GitTree::holds(const std::string& path) const { return resolve(path).ok(); }

Result<std::shared_ptr<const Source>> GitTree::read(const std::string& path,
                                                    const std::string& shown) const {
    const auto found = resolve(path);
    if (!found) return found.error();
    auto text = bytes(entries_.find(*found)->second.id);
    if (!text) return text.error();
    if (text->size() > largest_input_file)
        return Error{
            fmt::format("{}: larger than {} MiB and not read", shown, largest_input_file >> 20U),
            ErrorCode::too_large};
    return std::shared_ptr<const Source>(
        std::make_shared<Source>(shown, to_utf8(*std::move(text))));
}

Result<std::string> GitTree::bytes(const std::string& id) const {
    const std::scoped_lock lock(fetching_);
    if (const auto found = fetched_.find(id); found != fetched_.end()) return found->second;
    auto text = git_.run({"cat-file", "blob", id});
    if (!text) return Error{fmt::format("git cannot read it: {}", text.error().message)};
    return fetched_.insert_or_assign(id, *std::move(text)).first->second;
}

// "ID blob SIZE\n", the bytes, "\n"; "ID missing\n" for what a partial clone lacks.
void GitTree::fetch(std::span<const std::string> paths) {
    std::string wanted;
    for (const std::string& path : paths)
        if (const auto found = entries_.find(path); found != entries_.end())
            wanted += found->second.id + "\n";
    const std::scoped_lock lock(fetching_);
    fetched_.clear();
    const auto answer = wanted.empty() ? Result<std::string>(std::string())
                                       : git_.run({"cat-file", "--batch"}, std::move(wanted));
    if (!answer) return; // each file is then asked for by itself, and its error reported
    for (std::string_view rest = *answer; !rest.empty();) {
        std::string_view about = take_before(rest, '\n');
        const std::string_view id = take_before(about, ' ');
        if (take_before(about, ' ') != "blob") continue;
        std::size_t size = 0;
        std::from_chars(about.data(), about.data() + about.size(), size);
        fetched_.insert_or_assign(std::string(id), std::string(rest.substr(0, size)));
        rest.remove_prefix(std::min(size + 1, rest.size()));
    }
}

bool GitTree::is_link(const std::string& path) const {
    const auto found = entries_.find(path);
    return found != entries_.end() && found->second.is_link;
}

std::vector<std::string> GitTree::paths() const {
    std::vector<std::string> paths;
    paths.reserve(entries_.size());
    for (const auto& [path, entry] : entries_) paths.push_back(path);
    return paths;
}

// "R100", the old path, the new path, a NUL behind each.
Result<std::map<std::string, std::string>> renames(const Git& git, const std::string& commit) {
    const auto listing =
        git.run({"diff-index", "--cached", "-M", "--diff-filter=R", "--name-status", "-z",
                 "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", commit, "--"});
    if (!listing)
        return Error{
            fmt::format("git cannot compare with {}: {}", commit, listing.error().message)};
    std::map<std::string, std::string> old_names;
    for (std::string_view rest = *listing; !rest.empty();) {
        take_before(rest, '\0');
        const std::string_view before = take_before(rest, '\0');
        old_names.insert_or_assign(std::string(take_before(rest, '\0')), std::string(before));
    }
    return old_names;
}

} // namespace dropcap::input
