#include "lint/terminal/snippet.hpp"

#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace dropcap::terminal {

std::string_view color_of(Severity severity) {
    return severity == Severity::error ? red : severity == Severity::warning ? yellow : blue;
}

namespace {

constexpr std::size_t most_underlined = 160;
/// A terminal that is narrower than this is written to as if it had no end.
constexpr std::size_t narrow = 40;

/// A line in three parts.
struct Parts {
    std::string before, word, after;
};

/// What fits into `room` columns: the word first, then what stands before it, then what follows.
Parts fitted(Parts parts, std::size_t room) {
    const std::size_t most = std::min(width(parts.word), room / 2);
    parts.before =
        end_of(parts.before, room - most - 1); // a column is kept for the "…" behind the word
    parts.word = beginning_of(parts.word, room - width(parts.before) - 1);
    parts.after = beginning_of(parts.after, room - width(parts.before) - width(parts.word));
    return parts;
}

/// A mark in columns of its line.
struct Underline {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string label;
    bool primary = false;
};

/// A line and what is underlined in it.
struct Line {
    std::uint32_t number = 1;
    std::string text;
    std::vector<Underline> underlines;
};

/// A row below a line, written from left to right.
class Row {
  public:
    explicit Row(Style style) : style_(style) {}

    void put(std::size_t column, std::string text, std::string_view color) {
        if (column > used_) text_.append(column - used_, ' ');
        used_ = std::max(used_, column) + width(text);
        text_ += painted(style_, color, std::move(text));
    }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    Style style_;
    std::string text_;
    std::size_t used_ = 0;
};

class Drawer {
  public:
    Drawer(std::string& out, const Drawing& drawing)
        : out_(out), drawing_(drawing),
          room_(drawing.style.columns > narrow ? drawing.style.columns - drawing.digits - 4
                                               : std::string::npos) {}

    void draw(std::span<const Mark> marks) {
        bar({});
        for (const Mark& mark : marks) add(mark);
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            if (at > 0 && lines_[at].number > lines_[at - 1].number + 1)
                append(out_, {painted(drawing_.style, blue, "..."), "\n"});
            draw(lines_[at]);
        }
    }

  private:
    /// Puts a mark at its line; on a line that is not shown whole every mark gets its own part.
    void add(const Mark& mark) {
        const Excerpt& at = *mark.at;
        Parts parts{visible(at.before, at.word + at.after), visible(at.word, at.after),
                    visible(at.after)};
        const std::uint32_t number = at.where.start.line;
        if (room_ != std::string::npos &&
            width(parts.before) + width(parts.word) + width(parts.after) > room_)
            parts = fitted(std::move(parts), room_);
        std::string text = concat({parts.before, parts.word, parts.after});
        if (lines_.empty() || lines_.back().number != number || lines_.back().text != text)
            lines_.push_back({number, std::move(text), {}});
        const std::size_t begin = width(parts.before);
        const std::size_t columns = std::clamp<std::size_t>(width(parts.word), 1, most_underlined);
        lines_.back().underlines.push_back(
            {begin, begin + columns, visible(mark.label), mark.primary});
    }

    void bar(std::string_view number) {
        std::string left(drawing_.digits - std::min(drawing_.digits, number.size()), ' ');
        append(out_, {" ", painted(drawing_.style, blue, concat({left, number, " |"}))});
        if (number.empty()) out_ += '\n';
    }

    void row(const Row& row) {
        bar({});
        out_.pop_back();
        append(out_, {" ", row.text(), "\n"});
    }

    void draw(const Line& line) {
        bar(std::to_string(line.number));
        append(out_, {" ", line.text, "\n"});
        // Underlines that lie over one another get a row each.
        std::vector<const Underline*> left;
        for (const Underline& underline : line.underlines) left.push_back(&underline);
        while (!left.empty()) {
            std::vector<const Underline*> taken, others;
            for (const Underline* one : left) {
                const bool apart = std::ranges::all_of(taken, [&](const Underline* other) {
                    return one->end < other->begin || other->end < one->begin;
                });
                (apart ? taken : others).push_back(one);
            }
            draw(std::move(taken));
            left = std::move(others);
        }
    }

    /// Underlines side by side: the last one's label follows it, those before it hang below.
    void draw(std::vector<const Underline*> side_by_side) {
        std::ranges::sort(side_by_side, {}, &Underline::begin);
        Row strokes(drawing_.style);
        for (const Underline* one : side_by_side)
            strokes.put(one->begin, std::string(one->end - one->begin, one->primary ? '^' : '-'),
                        color(*one));
        const Underline& last = *side_by_side.back();
        const bool fits = last.label.empty() || room_ == std::string::npos ||
                          last.end + 1 + width(last.label) <= room_;
        if (fits && !last.label.empty()) strokes.put(last.end + 1, last.label, color(last));
        row(strokes);
        if (fits) side_by_side.pop_back();
        std::erase_if(side_by_side, [](const Underline* one) { return one->label.empty(); });
        if (side_by_side.empty()) return;
        if (fits) hang(side_by_side, nullptr);
        for (; !side_by_side.empty(); side_by_side.pop_back()) {
            const Underline* const one = side_by_side.back();
            hang({side_by_side.begin(), side_by_side.end() - 1}, one);
        }
    }

    /// A row with a bar for each of `bars` and the label of `labelled`.
    void hang(std::span<const Underline* const> bars, const Underline* labelled) {
        Row below(drawing_.style);
        for (const Underline* one : bars) below.put(one->begin, "|", color(*one));
        if (labelled != nullptr) {
            const std::size_t columns = width(labelled->label);
            const std::size_t fits = room_ > columns ? room_ - columns : 0;
            below.put(std::min(labelled->begin, fits), labelled->label, color(*labelled));
        }
        row(below);
    }

    [[nodiscard]] std::string_view color(const Underline& underline) const {
        return underline.primary ? color_of(drawing_.severity) : blue;
    }

    std::string& out_;
    const Drawing& drawing_;
    std::size_t room_; ///< columns of a line behind its bar
    std::vector<Line> lines_;
};

} // namespace

std::size_t digits_of(std::span<const Mark> marks) {
    std::uint32_t last = 1;
    for (const Mark& mark : marks) last = std::max(last, mark.at->where.start.line);
    return std::to_string(last).size();
}

void append_snippet(std::string& out, std::span<const Mark> marks, const Drawing& drawing) {
    std::vector<Mark> sorted(marks.begin(), marks.end());
    std::ranges::stable_sort(sorted, {}, [](const Mark& mark) {
        return std::pair(mark.at->where.start.line, !mark.primary);
    });
    Drawer(out, drawing).draw(sorted);
}

std::string render_snippet(const Excerpt& excerpt, Style style, Severity severity) {
    std::string out;
    const Mark mark{.at = &excerpt, .label = {}, .primary = true};
    append_snippet(out, {&mark, 1},
                   {.style = style, .severity = severity, .digits = digits_of({&mark, 1})});
    return out;
}

} // namespace dropcap::terminal
