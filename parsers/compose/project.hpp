#pragma once
// From Compose files to the one model that Compose makes of them: interpolated, included, extended,
// merged.

#include "parsers/compose/merge.hpp"
#include "parsers/compose/value.hpp"
#include "parsers/format/options.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dropcap::compose {

/// A file that was read as YAML, once.
struct File {
    std::string path;
    std::string_view text;
    std::vector<const yaml::Node*> documents; ///< roots as written
    std::string refusal;                      ///< why it cannot be used; nothing of its text
    bool is_private = false; ///< a variable from another file names it: it is not shown
    bool unread = false;     ///< for a reason of dropcap's own: Compose itself may well take it in
};

/// What a set of files is read with: the project itself or an included one.
struct Scope {
    std::string folder;                 ///< the project's folder: paths are seen from here
    Scope* parent = nullptr;            ///< the including project
    std::vector<std::string> env_files; ///< read in order; none: `.env` in the folder
    bool default_env_file = true;       ///< `.env` is looked for where no other file is named
    std::vector<Place> env_file_places; ///< where they are named, in the including file
    std::vector<std::string> env_files_shown{}; ///< how messages call these
    std::vector<std::string> chain;             ///< the files being included, outermost first
    Place included_at{};                        ///< the word that names them
    std::optional<Environment> environment;     ///< read when the first `$` is met
};

/// Reads a project. The model's nodes live in the project's arena; their places are in the
/// document's sources.
class Project {
  public:
    Project(Document& document, const format::ParseOptions& options);

    /// The merged model of `main` and what belongs to it; nullptr: nothing that Compose could read.
    [[nodiscard]] const yaml::Node* load(const std::shared_ptr<const Source>& main);

    [[nodiscard]] ProjectContext& reading() { return reading_; }
    [[nodiscard]] yaml::Arena& arena() { return arena_; }
    /// What is refused about a service.
    [[nodiscard]] std::vector<Problem>& problems_of(std::string_view service) {
        return service_problems_[std::string(service)];
    }

  private:
    /// A service whose `extends` have been followed.
    struct Done {
        yaml::Child service;
        std::size_t links = 0;        ///< the services that it extends, one by way of the other
        std::size_t files = 0;        ///< the changes of file on that way
        std::string_view root_name{}; ///< the service at the end of that way
        Place root_at{};              ///< its key
    };
    /// The services of one file or document, while their `extends` are followed.
    struct Services {
        const yaml::Node* mapping = nullptr;
        std::string path;       ///< of the file
        std::string folder;     ///< `extends.file` is seen from here
        Resets resets;          ///< of the document: they apply to what is extended too
        bool elsewhere = false; ///< in a file that the project only extends
        std::unordered_map<std::string_view, Done> done;
        std::unordered_map<std::string_view, const yaml::Entry*>
            by_name{}; ///< filled when the first is looked for

        [[nodiscard]] const yaml::Entry* find(std::string_view name);
    };
    /// One step of a chain of `extends`.
    struct Link {
        Services* services;
        std::string_view name;
        yaml::Child service;
        Place name_at;            ///< its key
        Place via;                ///< the word that names the next link
        bool leaves_file = false; ///< the next link is another file's
    };
    /// `services` or `jobs` of a document, while what it includes is taken in.
    struct Section {
        Section(std::string_view name, const yaml::Node& root);

        std::string_view key;
        const yaml::Node* written;          ///< the document's own
        const yaml::Entry* added = nullptr; ///< the first that was taken in
        std::vector<yaml::Entry> entries;
        std::unordered_map<std::string_view, std::size_t> places; ///< by name
    };
    /// An environment file that something names: where, and how messages call it.
    struct EnvFileName {
        std::optional<Place> at;
        std::string shown;
    };
    /// A file that an item of `include` names.
    struct IncludedPath {
        std::string path;
        Place at;
        bool is_private = false; ///< see File
    };
    /// The word that names a file.
    struct FileWord {
        Place at;
        bool is_private = false; ///< see File
    };
    struct Extends {
        std::string_view service;
        const yaml::Node* service_node;
        const yaml::Node* file = nullptr;
        Place via;
    };

    // project.cpp
    std::vector<std::string> files_beside(const Source& main, Scope& scope);
    File& add_file(std::shared_ptr<const Source> source, bool main);
    File& open(const std::string& path, bool is_private = false);
    const yaml::Node* load_files(const std::vector<File*>& files, Scope& scope);
    const yaml::Node* add_document(const yaml::Node* model, const yaml::Node& root,
                                   const File& file, Scope& scope);
    const yaml::Node* without_resets(const yaml::Node& root, const File& file, Resets& resets);
    const yaml::Node* mark_services(const yaml::Node& root);
    const yaml::Node* with_entry(const yaml::Node& mapping, std::string_view key,
                                 const yaml::Node* value);
    using Change = std::function<const yaml::Node*(const yaml::Node& service)>;
    const yaml::Node* with_services(const yaml::Node& root, const Change& change);
    const yaml::Node* with_folder(const yaml::Node& root, const std::string& folder);
    const yaml::Node* with_build_folder(const yaml::Node& service, const std::string& folder);
    const yaml::Node* with_default_context(const yaml::Node& service, const std::string& folder);
    const Environment& environment(Scope& scope);
    void read_env_file(const std::string& path, const EnvFileName& named, const Environment& given,
                       Environment& read);
    const yaml::Node* load_project(const std::shared_ptr<const Source>& main);
    void report_files();
    void note_file(std::string_view path, ProjectFile::Role role, std::string_view service = {});
    void complain(const Path& path, Problem problem);
    void complain_or_pass(const File& file, Place at, std::string_view what,
                          std::vector<Problem>& problems);

    // include.cpp
    const yaml::Node* include(const yaml::Node& root, const Resets& resets, Scope& scope);
    const yaml::Node* included(const yaml::Node& item, Scope& scope, std::string& main);
    void import(const yaml::Node& from, Section& into, const Resets& resets, std::string_view path);
    const yaml::Node* with_section(const yaml::Node& root, const Section& section);
    const yaml::Node* load_included(const std::vector<IncludedPath>& paths, const yaml::Node& item,
                                    Scope& scope);

    // extends.cpp
    const yaml::Node* extend(const yaml::Node& root, const Resets& resets, const File& file,
                             Scope& scope);
    yaml::Child resolve(Services& services, const yaml::Entry& head, Scope& scope);
    std::optional<Done> follow(std::vector<Link>& chain, std::vector<Problem>& problems,
                               Scope& scope);
    std::optional<Link> next_link(Link& link, std::vector<Problem>& problems, Scope& scope);
    std::optional<Extends> read_extends(const Link& link, std::vector<Problem>& problems);
    Services* base_services(const std::string& path, const FileWord& word,
                            std::vector<Problem>& problems, Scope& scope);
    yaml::Child extended(const Link& link, const yaml::Child& base);

    Document& document_;
    const format::ParseOptions& options_;
    yaml::Arena arena_;
    ProjectContext reading_;
    Merger merger_;
    std::vector<std::shared_ptr<const Source>> kept_; ///< texts that nodes point into
    std::map<std::string, std::unique_ptr<File>> files_;
    std::map<std::string, const yaml::Node*> included_; ///< by files, folder and environment
    std::map<std::pair<std::string, Scope*>, std::unique_ptr<Services>> bases_;
    std::vector<std::unique_ptr<Scope>> scopes_;
    std::map<std::pair<ProjectFile::Role, std::string>, std::set<std::string, std::less<>>>
        used_; ///< by role and path: the services that `extends` copies
    std::map<std::string, std::vector<Problem>, std::less<>> service_problems_;
    std::size_t loads_ = 0;
};

} // namespace dropcap::compose
