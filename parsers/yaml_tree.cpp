// parse_slice: one document through yaml-cpp's events into the builder. The only file that includes yaml-cpp.

#include "parsers/yaml_tree.hpp"

#include "parsers/template_text.hpp"
#include "parsers/yaml_builder.hpp"
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

/// A lone CR is a line break to go-yaml and not to yaml-cpp: a copy of the slice with LF in its place, or nothing where there is none.
std::optional<std::string> without_lone_cr(std::string_view bytes) {
    std::optional<std::string> copy;
    for (std::size_t at = bytes.find('\r'); at != std::string_view::npos; at = bytes.find('\r', at + 1)) {
        if (at + 1 < bytes.size() && bytes[at + 1] == '\n') continue;
        if (!copy) copy = std::string(bytes);
        (*copy)[at] = '\n';
    }
    return copy;
}

class Journey {
  public:
    Journey(std::string_view text, Slice slice, std::uint32_t source, Reader reader, Arena& arena, const Limits& limits)
        : text_(text), slice_(slice), source_(source), builder_(text, slice, source, reader, arena, limits, parsed_), limits_(limits) {}

    Parsed run() {
        try {
            check_bytes();
            read();
        } catch (const Refusal& refusal) { fail(refusal.at, refusal.message); } catch (const YAML::DeepRecursion& error) {
            fail(at_mark(error.mark), "lists and mappings are nested too deep here");
        } catch (const YAML::Exception& error) { fail_as_told(error); } catch (const std::bad_alloc&) {
            fail({slice_.span.begin, slice_.span.begin}, "there is not enough memory to read this document");
        }
        builder_.finish_comments();
        return std::move(parsed_);
    }

  private:
    void check_bytes() const {
        if (slice_.span.size() > limits_.document_bytes)
            throw Refusal{{slice_.span.begin, slice_.span.begin},
                          fmt::format("this document is larger than {} bytes and is not read", limits_.document_bytes)};
        refuse_bad_bytes(text_, slice_.span);
        refuse_bad_directives(text_, slice_.span);
    }

    void read() {
        std::string_view bytes = text_.substr(slice_.span.begin, slice_.span.size());
        const std::optional<std::string> copy = without_lone_cr(bytes);
        if (copy) bytes = *copy;
        MemoryBuffer buffer(bytes);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        Handler handler(builder_, slice_.span.begin);
        if (!parser.HandleNextDocument(handler)) return;
        if (parser.HandleNextDocument(handler)) fail_stray();
        if (parsed_.root != nullptr && parsed_.root->is_null() && parsed_.root->text.empty()) parsed_.root = nullptr;
    }

    /// yaml-cpp found more tokens behind the document and made nothing of them, and would for ever.
    void fail_stray() { fail({slice_.span.end, slice_.span.end}, "text follows the finished document"); }

    [[nodiscard]] Span at_mark(const YAML::Mark& mark) const {
        const auto size = slice_.span.size();
        const auto pos = mark.pos < 0 ? 0U : std::min(static_cast<std::uint32_t>(mark.pos), size);
        const std::uint32_t begin = slice_.span.begin + pos;
        return {begin, std::min(begin + 1, slice_.span.end)};
    }

    void fail_as_told(const YAML::Exception& error) {
        const bool unclosed = error.msg.find("flow not found") != std::string::npos;
        const auto bracket = unclosed ? builder_.open_bracket() : std::nullopt;
        fail(bracket.value_or(at_mark(error.mark)), clear_message(error.msg));
    }

    void fail(Span at, std::string message) {
        parsed_.root = nullptr;
        if (auto use = find_template(text_, slice_.span)) {
            parsed_.unjudged.push_back({.at = {.source = source_, .span = use->at}, .reason = std::move(use->reason)});
            return;
        }
        parsed_.problems.push_back({.at = {.source = source_, .span = at}, .message = std::move(message)});
    }

    std::string_view text_;
    Slice slice_;
    std::uint32_t source_;
    Parsed parsed_;
    Builder builder_;
    const Limits& limits_;
};

} // namespace

Parsed parse_slice(std::string_view text, Slice slice, std::uint32_t source, Reader reader, Arena& arena, const Limits& limits) {
    return Journey(text, slice, source, reader, arena, limits).run();
}

} // namespace dropcap::yaml
