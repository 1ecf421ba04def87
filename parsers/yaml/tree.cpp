// parse_slice: one document through yaml-cpp's events into the builder. The only file that includes
// yaml-cpp.

#include "parsers/yaml/tree.hpp"

#include "parsers/text/template_text.hpp"
#include "parsers/yaml/builder.hpp"
#include "parsers/yaml/bytes.hpp"
#include "parsers/yaml/guard.hpp"
#include "parsers/yaml/messages.hpp"

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
    explicit Handler(TreeBuilder& builder) : builder_(builder) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (!started_) {
            started_ = true;
            return;
        }
        const auto at = static_cast<std::uint32_t>(std::max(mark.pos, 0));
        throw Refusal{
            {at, at + 1},
            "the document is complete before this point: a line is indented less than it should be, or text follows a finished value"};
    }
    void OnDocumentEnd() override {}
    void OnAnchor(const YAML::Mark&, const std::string&) override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        builder_.null(convert(mark, anchor));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        builder_.alias(convert(mark, anchor));
    }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  const std::string& value) override {
        builder_.scalar(convert(mark, anchor), value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        builder_.open(Node::Kind::sequence, style == YAML::EmitterStyle::Flow,
                      convert(mark, anchor, tag));
    }
    void OnSequenceEnd() override { builder_.close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        builder_.open(Node::Kind::mapping, style == YAML::EmitterStyle::Flow,
                      convert(mark, anchor, tag));
    }
    void OnMapEnd() override { builder_.close(); }

  private:
    [[nodiscard]] Mark convert(const YAML::Mark& mark, YAML::anchor_t anchor) const {
        return {.begin = static_cast<std::size_t>(std::max(mark.pos, 0)),
                .column = mark.column,
                .anchor = anchor};
    }
    [[nodiscard]] Mark convert(const YAML::Mark& mark, YAML::anchor_t anchor,
                               const std::string& tag) const {
        Mark converted = convert(mark, anchor);
        converted.tagged = tag != "?";
        return converted;
    }

    TreeBuilder& builder_;
    bool started_ = false;
};

/// "4 MiB", "10 bytes".
std::string in_units(std::size_t bytes) {
    constexpr std::size_t mebibyte = 1U << 20U;
    return bytes % mebibyte == 0 ? fmt::format("{} MiB", bytes / mebibyte)
                                 : fmt::format("{} bytes", bytes);
}

class Journey {
  public:
    Journey(const DocumentText& from, Arena& arena, const Limits& limits)
        : from_(from), limits_(limits), builder_(from, arena, limits, parsed_) {}

    Parsed run() {
        try {
            guard();
            read();
        } catch (const Refusal& refusal) {
            fail(refusal.at, refusal.message);
        } catch (const std::bad_alloc&) {
            fail({}, "there is not enough memory to read this document");
        }
        builder_.finish_comments();
        return std::move(parsed_);
    }

  private:
    void guard() const {
        if (from_.document.size() > limits_.document_bytes)
            throw Refusal{{},
                          fmt::format("this document is larger than {} and is not read",
                                      in_units(limits_.document_bytes))};
        refuse_bad_bytes(from_.document);
        refuse_bad_directives(from_.document);
    }

    void read() {
        MemoryBuffer buffer(from_.document);
        std::istream stream(&buffer);
        try {
            run_parser(stream);
        } catch (const YAML::DeepRecursion& error) {
            throw Refusal{at_mark(error.mark), "lists and mappings are nested too deep here"};
        } catch (const YAML::Exception& error) { refuse_as_reported(error); }
        if (parsed_.root != nullptr && parsed_.root->is_null() && parsed_.root->text.empty())
            parsed_.root = nullptr;
    }

    void run_parser(std::istream& stream) {
        YAML::Parser parser(stream);
        Handler handler(builder_);
        if (!parser.HandleNextDocument(handler)) return;
        // A second document would make the handler refuse; without an event yaml-cpp makes nothing
        // of the tokens left, and would for ever.
        if (parser.HandleNextDocument(handler))
            throw Refusal{at_end(), "text follows the finished document"};
    }

    [[nodiscard]] Span at_end() const {
        return span_of(from_.document.size(), from_.document.size());
    }

    [[nodiscard]] Span at_mark(const YAML::Mark& mark) const {
        const std::size_t begin =
            std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), from_.document.size());
        return span_of(begin, std::min(begin + 1, from_.document.size()));
    }

    [[noreturn]] void refuse_as_reported(const YAML::Exception& error) const {
        const bool unclosed = error.msg.find("flow not found") != std::string::npos;
        const auto bracket = unclosed ? builder_.open_bracket() : std::nullopt;
        Explained explained = explain(error.msg, bracket.value_or(at_mark(error.mark)),
                                      from_.document, builder_.last_end());
        throw Refusal{explained.at, std::move(explained.message)};
    }

    [[nodiscard]] Place place(Span in_document) const {
        const auto size = static_cast<std::uint32_t>(from_.document.size());
        return {.source = from_.source,
                .span = {from_.offset + std::min(in_document.begin, size),
                         from_.offset + std::min(in_document.end, size)}};
    }

    void fail(Span at, std::string message) {
        parsed_.root = nullptr;
        const auto size = static_cast<std::uint32_t>(from_.document.size());
        if (auto use = text::find_template(from_.document, {0, size})) {
            parsed_.problems.clear();
            parsed_.unchecked.push_back({.at = place(use->at), .reason = std::move(use->reason)});
        } else {
            parsed_.problems.push_back(
                {.at = place(at), .message = std::move(message), .code = "yaml"});
        }
    }

    DocumentText from_;
    const Limits& limits_;
    Parsed parsed_;
    TreeBuilder builder_;
};

} // namespace

Parsed parse_slice(std::string_view text, Slice slice, std::uint32_t source, Reader reader,
                   Arena& arena, const Limits& limits) {
    try {
        std::string_view document = text.substr(slice.span.begin, slice.span.size());
        if (const auto copy = readable_copy(document, reader)) document = arena.keep(*copy);
        const DocumentText from{.document = document,
                                .text = text,
                                .offset = slice.span.begin,
                                .source = source,
                                .reader = reader};
        return Journey(from, arena, limits).run();
    } catch (const std::bad_alloc&) { return {}; }
}

} // namespace dropcap::yaml
