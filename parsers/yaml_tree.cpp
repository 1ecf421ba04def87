// parse_slice: one document through yaml-cpp's events into the builder. The only file that includes yaml-cpp.

#include "parsers/yaml_tree.hpp"

#include "parsers/template_text.hpp"
#include "parsers/yaml_builder.hpp"
#include "parsers/yaml_bytes.hpp"
#include "parsers/yaml_guard.hpp"
#include "parsers/yaml_messages.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <new>
#include <streambuf>

namespace dropcap::yaml {

namespace {

/// A stream over bytes that are already in memory.
class MemoryBuffer : public std::streambuf {
  public:
    explicit MemoryBuffer(std::string_view bytes) {
        char* begin = const_cast<char*>(bytes.data()); // streambuf wants it so; nothing ever writes
        setg(begin, begin, begin + bytes.size());
    }
};

/// yaml-cpp's events as the builder's.
class Handler : public YAML::EventHandler {
  public:
    Handler(Builder& builder, std::size_t offset) : builder_(builder), offset_(offset) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (!started_) {
            started_ = true;
            return;
        }
        const auto at = static_cast<std::uint32_t>(offset_ + static_cast<std::size_t>(std::max(mark.pos, 0)));
        throw Refusal{
            {at, at + 1},
            "the document is complete before this point: a line is indented less than it should be, or text follows a finished value"};
    }
    void OnDocumentEnd() override {}
    void OnAnchor(const YAML::Mark&, const std::string&) override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.null(convert(mark, anchor)); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.alias(convert(mark, anchor)); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
        builder_.scalar(convert(mark, anchor), value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override {
        builder_.open(Node::Kind::sequence, style == YAML::EmitterStyle::Flow, convert(mark, anchor, tag));
    }
    void OnSequenceEnd() override { builder_.close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override {
        builder_.open(Node::Kind::mapping, style == YAML::EmitterStyle::Flow, convert(mark, anchor, tag));
    }
    void OnMapEnd() override { builder_.close(); }

    [[nodiscard]] std::size_t offset() const { return offset_; }

  private:
    [[nodiscard]] Mark convert(const YAML::Mark& mark, YAML::anchor_t anchor) const {
        return {.begin = offset_ + static_cast<std::size_t>(std::max(mark.pos, 0)), .anchor = anchor};
    }
    [[nodiscard]] Mark convert(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) const {
        Mark converted = convert(mark, anchor);
        converted.tagged = tag != "?";
        return converted;
    }

    Builder& builder_;
    std::size_t offset_; ///< of yaml-cpp's first byte in the text
    bool started_ = false;
};

class Journey {
  public:
    Journey(std::string_view text, Slice slice, std::uint32_t source, Reader reader, Arena& arena, const Limits& limits)
        : text_(text), slice_(slice), source_(source), reader_(reader), builder_(text, slice, source, reader, arena, limits, parsed_),
          limits_(limits) {}

    Parsed run() {
        try {
            guard();
            read();
        } catch (const Refusal& refusal) { fail(refusal.at, refusal.message); } catch (const std::bad_alloc&) {
            fail({slice_.span.begin, slice_.span.begin}, "there is not enough memory to read this document");
        }
        builder_.finish_comments();
        return std::move(parsed_);
    }

  private:
    void guard() {
        if (slice_.span.size() > limits_.document_bytes)
            throw Refusal{{slice_.span.begin, slice_.span.begin},
                          fmt::format("this document is larger than {} bytes and is not read", limits_.document_bytes)};
        builder_.expect_in_quotes(yaml::check_bytes(text_, slice_.span));
        refuse_bad_directives(text_, slice_.span);
    }

    void read() {
        std::string_view bytes = text_.substr(slice_.span.begin, slice_.span.size());
        const std::optional<std::string> copy = readable_copy(bytes, reader_);
        if (copy) bytes = *copy;
        MemoryBuffer buffer(bytes);
        std::istream stream(&buffer);
        try {
            run_parser(stream);
        } catch (const YAML::DeepRecursion& error) {
            throw Refusal{at_mark(error.mark), "lists and mappings are nested too deep here"};
        } catch (const YAML::Exception& error) { refuse_as_told(error); }
        builder_.refuse_loose_breaks(slice_.span.end);
        if (parsed_.root != nullptr && parsed_.root->is_null() && parsed_.root->text.empty()) parsed_.root = nullptr;
    }

    void run_parser(std::istream& stream) {
        YAML::Parser parser(stream);
        Handler handler(builder_, slice_.span.begin);
        if (!parser.HandleNextDocument(handler)) return;
        // A second document would make the handler refuse; without an event yaml-cpp makes nothing of the tokens left, and would for ever.
        if (parser.HandleNextDocument(handler)) throw Refusal{{slice_.span.end, slice_.span.end}, "text follows the finished document"};
    }

    [[nodiscard]] Span at_mark(const YAML::Mark& mark) const {
        const auto size = slice_.span.size();
        const auto pos = mark.pos < 0 ? 0U : std::min(static_cast<std::uint32_t>(mark.pos), size);
        const std::uint32_t begin = slice_.span.begin + pos;
        return {begin, std::min(begin + 1, slice_.span.end)};
    }

    [[noreturn]] void refuse_as_told(const YAML::Exception& error) const {
        const Span at = at_mark(error.mark);
        builder_.refuse_loose_breaks(at.begin);
        const bool unclosed = error.msg.find("flow not found") != std::string::npos;
        const auto bracket = unclosed ? builder_.open_bracket() : std::nullopt;
        Explained told = explain(error.msg, bracket.value_or(at), text_, slice_.span, builder_.last_end());
        throw Refusal{told.at, std::move(told.message)};
    }

    void fail(Span at, std::string message) {
        at = {std::min(at.begin, slice_.span.end), std::min(at.end, slice_.span.end)};
        parsed_.root = nullptr;
        if (auto use = find_template(text_, slice_.span)) {
            parsed_.problems.clear();
            parsed_.unjudged.push_back({.at = {.source = source_, .span = use->at}, .reason = std::move(use->reason)});
            return;
        }
        parsed_.problems.push_back({.at = {.source = source_, .span = at}, .message = std::move(message)});
    }

    std::string_view text_;
    Slice slice_;
    std::uint32_t source_;
    Reader reader_;
    Parsed parsed_;
    Builder builder_;
    const Limits& limits_;
};

} // namespace

Parsed parse_slice(std::string_view text, Slice slice, std::uint32_t source, Reader reader, Arena& arena, const Limits& limits) {
    try {
        return Journey(text, slice, source, reader, arena, limits).run();
    } catch (const std::bad_alloc&) { return {}; }
}

} // namespace dropcap::yaml
