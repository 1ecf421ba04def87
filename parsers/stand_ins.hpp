#pragma once
// Files that stand for another one: templates by their name, and Git LFS pointers.

#include "parsers/format/file_kind.hpp"

#include <string_view>

namespace dropcap {

/// `path` without the ending that makes it a template's, a sample's or a switched-off file's
/// (compose.yaml.j2, Dockerfile.template, pod.yaml.example); empty where it has none.
[[nodiscard]] std::string_view without_template_ending(std::string_view path);

/// Whether the text is what Git LFS leaves in place of a file that it did not fetch.
[[nodiscard]] bool is_lfs_pointer(std::string_view text);

/// A file with a template's ending: read as what it stands for where it holds no template construct
/// and its reader takes it as it is, else reported as not checked.
extern const format::FileKind template_file;
/// A Git LFS pointer: reported as not checked.
extern const format::FileKind lfs_pointer;

} // namespace dropcap
