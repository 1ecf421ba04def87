#pragma once
// The lines of a YAML text, or of a template that becomes one, with what is above each of them
// as far as the indentation shows. It never fails: a text of another kind has an outline that
// matches nothing.

#include "model/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dropcap::check {

/// Lines are reported by their index in the outline.
using LineIndex = std::size_t;
inline constexpr LineIndex no_line = static_cast<LineIndex>(-1);

/// A line that says something: not blank, no document marker, not only a template's own command.
struct OutlineLine {
    Span content;               ///< without indentation, dashes and blanks at the end
    LineIndex parent = no_line; ///< the key that it is under
    LineIndex item = no_line;   ///< the first line of the list item that it belongs to
    std::size_t document = 0;   ///< which document of the stream
    bool dashed = false;
    bool templated = false; ///< holds `{{ … }}`
};

/// What distinguishes the documents of a stream.
struct OutlineDocument {
    std::string_view kind;
    std::string_view name;         ///< metadata.name
    LineIndex name_line = no_line; ///< where the name has a line of its own
};

/// How much two lines have in common, in characters; larger is surer.
using Likeness = std::size_t;

class Outline {
  public:
    explicit Outline(std::shared_ptr<const Source> source);

    [[nodiscard]] const Source& source() const { return *source_; }
    [[nodiscard]] const OutlineLine& line(LineIndex index) const { return lines_[index]; }
    /// The line that holds the byte at `offset`, or no_line.
    [[nodiscard]] LineIndex at(std::uint32_t offset) const;
    /// What a line says, without a comment behind it.
    [[nodiscard]] std::string_view text(LineIndex index) const { return texts_[index]; }
    /// The line that a list item is known by: its `name`, else its first.
    [[nodiscard]] LineIndex item_name(LineIndex index) const;
    [[nodiscard]] const OutlineDocument& document_of(LineIndex index) const {
        return documents_[lines_[index].document];
    }

    /// The one line that `line` of a `rendered` text comes from, and how sure that is; nothing
    /// where none is or several are as likely.
    struct Match {
        LineIndex line = no_line;
        Likeness likeness = 0;
    };
    [[nodiscard]] std::optional<Match> origin_of(const Outline& rendered, LineIndex line) const;
    /// The one line that has what `line` says in a flow collection: `drop: [ALL]` for the `- ALL`
    /// below a `drop:`.
    [[nodiscard]] std::optional<Match> flow_origin_of(const Outline& rendered,
                                                      LineIndex line) const;

  private:
    class Builder;
    class Best;

    /// How alike a line of ours and a rendered one are with all that is above them; nothing
    /// where they cannot be the same.
    [[nodiscard]] std::optional<Likeness> compare(LineIndex ours, const Outline& rendered,
                                                  LineIndex line) const;
    [[nodiscard]] std::optional<Likeness> compare_text(LineIndex ours, const Outline& rendered,
                                                       LineIndex line) const;
    [[nodiscard]] std::optional<Likeness> compare_items(LineIndex ours, const Outline& rendered,
                                                        LineIndex line) const;
    [[nodiscard]] std::optional<Likeness> compare_documents(LineIndex ours, const Outline& rendered,
                                                            LineIndex line) const;

    std::shared_ptr<const Source> source_;
    std::vector<OutlineLine> lines_;
    std::vector<std::string_view> texts_;
    std::vector<OutlineDocument> documents_;
    std::unordered_map<LineIndex, LineIndex> item_names_;
    std::unordered_map<std::string_view, std::vector<LineIndex>>
        by_text_;                  ///< lines without a template's part
    std::vector<LineIndex> loose_; ///< the others, and those that may look otherwise when they are
                                   ///< written again (quotes, flow lists)
};

} // namespace dropcap::check
