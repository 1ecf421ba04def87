// Cuts a YAML stream at its document markers. `---` at the start of a line, followed by a blank or
// the line's end, always begins a document, even inside a quoted or block scalar (YAML 1.2,
// c-forbidden), so no parser is needed to find it.

#include "parsers/yaml/slices.hpp"

#include "parsers/yaml/bytes.hpp"
#include "parsers/yaml/extent.hpp"

#include <cstring>

namespace dropcap::yaml {

namespace {

/// Lines of a text from `at` on.
struct Lines {
    std::string_view text;
    std::size_t at = 0;

    [[nodiscard]] bool done() const { return at >= text.size(); }

    /// The start of the next line that is `---`, `...` or a directive, or the end of the text.
    [[nodiscard]] std::size_t find_special() const;
};

bool looks_special(char c) { return c == '-' || c == '.' || c == '%'; }

std::size_t next_line(std::string_view text, std::size_t at) {
    const void* feed = std::memchr(text.data() + at, '\n', text.size() - at);
    return feed == nullptr
               ? text.size()
               : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
}

std::size_t Lines::find_special() const {
    std::size_t line = at;
    while (line < text.size() && !looks_special(text[line])) line = next_line(text, line);
    return line;
}

/// Blank, or a comment.
bool is_idle(std::string_view text, std::size_t line) {
    const std::size_t first = skip_blanks(text, line);
    return first >= text.size() || text[first] == '#' || is_break(text[first]);
}

/// Anything but blank lines, comments and directives in [from, to)?
bool has_content(std::string_view text, std::size_t from, std::size_t to) {
    for (; from < to; from = next_line(text, from))
        if (!is_idle(text, from) && text[from] != '%') return true;
    return false;
}

class Cutter {
  public:
    Cutter(std::string_view text, std::size_t most) : lines_{text}, most_(most) {}

    std::vector<Slice> run() {
        while (!lines_.done() && slices_.size() < most_) step();
        push(lines_.text.size());
        return std::move(slices_);
    }

  private:
    void step() {
        const std::size_t line = lines_.find_special();
        lines_.at = line;
        if (line >= lines_.text.size()) return;
        if (is_marker(lines_.text, line, '-')) return open(line);
        if (lines_.text[line] == '%' && ended_) {
            ended_ = false;
            if (!has_content(lines_.text, end_, line)) cut(end_);
        }
        lines_.at = next_line(lines_.text, line);
        if (is_marker(lines_.text, line, '.')) {
            ended_ = true;
            end_ = lines_.at;
        }
    }

    void open(std::size_t line) {
        if (started_ || has_content(lines_.text, begin_, line)) cut(line);
        started_ = true;
        ended_ = false;
        lines_.at = next_line(lines_.text, line);
    }

    void cut(std::size_t at) {
        push(at);
        begin_ = at;
        started_ = ended_ = false;
    }

    void push(std::size_t end) {
        if (end > begin_)
            slices_.push_back(
                {.span = {static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(end)}});
    }

    Lines lines_;
    std::size_t most_;
    std::vector<Slice> slices_;
    std::size_t begin_ = 0; ///< of the slice being collected
    std::size_t end_ = 0;   ///< behind the last `...` line
    bool started_ = false;  ///< the slice has its `---`
    bool ended_ = false;    ///< … and its `...`
};

} // namespace

std::vector<Slice> slices(std::string_view text, std::size_t most) {
    if (const auto copy = readable_copy(text, Reader::compose)) return Cutter(*copy, most).run();
    return Cutter(text, most).run();
}

} // namespace dropcap::yaml
