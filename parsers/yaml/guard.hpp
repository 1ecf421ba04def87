#pragma once
// What yaml-cpp lets pass and the users' readers (go-yaml) refuse, found in the bytes before the
// parser runs.

#include "parsers/yaml/refusal.hpp"

#include <optional>
#include <string_view>
#include <unordered_set>

namespace dropcap::yaml {

/// Throws Refusal when the document holds bytes that are no YAML: NUL and other control characters,
/// invalid UTF-8.
void refuse_bad_bytes(std::string_view document);

/// Throws Refusal for directives (`%…` before the document) that go-yaml refuses.
void refuse_bad_directives(std::string_view document);

/// Looks at the tags of a document, which must outlive it.
class TagGuard {
  public:
    explicit TagGuard(std::string_view document) : document_(document) {}

    /// Throws Refusal for a tag such as `!e!name` whose handle no %TAG directive declares, and for
    /// one that runs into the value behind it. `tag` is a view into the document.
    void check(std::string_view tag);

  private:
    [[nodiscard]] bool is_declared(std::string_view handle);

    std::string_view document_;
    std::optional<std::unordered_set<std::string_view>>
        handles_; ///< declared; gathered when the first is asked for
};

} // namespace dropcap::yaml
