// Jenkinsfiles: the commands of `sh` steps, and the containers that the Docker Pipeline plug-in
// starts with options of ours
// (`agent { docker { image '…'; args '…' } }`, `docker.image('…').inside('…')`, `withRun`, `run`).
// Only Groovy's tokens are read.

#include "model/ascii.hpp"
#include "parsers/command/option_string.hpp"
#include "parsers/command/script.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace dropcap::ci {

namespace {

bool is_name_char(char c) { return is_alphanumeric(c) || c == '_' || c == '$'; }

struct Token {
    enum class Kind : std::uint8_t { name, string, mark };
    Kind kind = Kind::mark;
    Span at;
    std::string_view word;   ///< names and marks
    text::MappedText text{}; ///< strings: decoded, with what Groovy puts in open
};

/// Groovy's names, strings and marks; comments apart.
class GroovyLexer {
  public:
    GroovyLexer(std::string_view text, std::vector<Comment>& comments)
        : text_(text), comments_(comments) {}

    std::vector<Token> run() {
        while (at_ < text_.size()) step();
        return std::move(tokens_);
    }

  private:
    [[nodiscard]] bool looking_at(std::string_view word) const {
        return text_.substr(at_).starts_with(word);
    }
    static Span span(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    void step() {
        const char c = text_[at_];
        if (is_in(c, blank_or_break)) {
            ++at_;
        } else if (looking_at("//") || looking_at("#!")) {
            comment(std::min(text_.find('\n', at_), text_.size()));
        } else if (looking_at("/*")) {
            const std::size_t close = text_.find("*/", at_ + 2);
            comment(close == std::string_view::npos ? text_.size() : close + 2);
        } else if (c == '\'' || c == '"') {
            string(c);
        } else if (is_name_char(c)) {
            std::size_t end = at_;
            while (end < text_.size() && is_name_char(text_[end])) ++end;
            push(Token::Kind::name, end);
        } else {
            push(Token::Kind::mark, at_ + 1);
        }
    }

    void push(Token::Kind kind, std::size_t end) {
        tokens_.push_back(
            {.kind = kind, .at = span(at_, end), .word = text_.substr(at_, end - at_)});
        at_ = end;
    }

    void comment(std::size_t end) {
        const std::size_t before = skip_blanks_back(text_, at_);
        comments_.push_back(
            {.at = {0, span(at_, end)}, .own_line = before == 0 || text_[before - 1] == '\n'});
        at_ = end;
    }

    void string(char quote) {
        const std::string closing(text_.substr(at_).starts_with(std::string(3, quote)) ? 3U : 1U,
                                  quote);
        Token token{.kind = Token::Kind::string, .at = {}, .word = {}};
        const std::size_t begin = at_;
        at_ += closing.size();
        while (at_ < text_.size() && !looking_at(closing)) {
            if (closing.size() == 1 && text_[at_] == '\n') break; // not closed: no string
            character(token.text, quote);
        }
        if (looking_at(closing)) at_ += closing.size();
        token.at = span(begin, at_);
        tokens_.push_back(std::move(token));
    }

    void character(text::MappedText& out, char quote) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) return escape(out);
        const bool opens = quote == '"' && text_[at_] == '$' && at_ + 1 < text_.size();
        if (opens &&
            (text_[at_ + 1] == '{' || (is_name_char(text_[at_ + 1]) && text_[at_ + 1] != '$')))
            return interpolation(out);
        out.append(text_.substr(at_, 1), static_cast<std::uint32_t>(at_));
        ++at_;
    }

    void escape(text::MappedText& out) {
        const char next = text_[at_ + 1];
        const char stands_for = next == 'n' ? '\n' : next == 't' ? '\t' : next;
        // A backslash at a line's end joins two lines, here and in the shell.
        if (next == '\n' || next == '\r') {
            out.append_replaced(" ", span(at_, at_ + 1));
            at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
            return;
        }
        out.append_replaced({&stands_for, 1}, span(at_, at_ + 2));
        at_ += 2;
    }

    /// `${…}` and `$name`: known only to Groovy. What is in braces goes on as one word for the
    /// shell's reader.
    void interpolation(text::MappedText& out) {
        std::size_t end = at_ + 1;
        if (text_[end] == '{') {
            int depth = 0;
            for (; end < text_.size(); ++end) {
                if (text_[end] == '{') ++depth;
                if (text_[end] == '}' && --depth == 0) break;
            }
            end = std::min(end + 1, text_.size());
        } else {
            while (end < text_.size() && is_name_char(text_[end]) && text_[end] != '$') ++end;
        }
        std::string_view written = text_.substr(at_, end - at_);
        if (written.find_first_of("\\\n", 0) != std::string_view::npos ||
            std::ranges::count(written, '}') > 1)
            written = "${…}";
        out.append_replaced(written, span(at_, end), true);
        at_ = end;
    }

    std::string_view text_;
    std::vector<Comment>& comments_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

class JenkinsfileReader {
  public:
    JenkinsfileReader(const std::shared_ptr<const Source>& source,
                      const format::ParseOptions& options) {
        tokens_ = GroovyLexer(source->text(), document_.comments).run();
        document_.sources.push_back(source);
        context_.command.engine = options.engine;
        context_.command.why_open = "known only when the pipeline runs";
        context_.keeps_problems = false;
    }

    Document read() {
        for (std::size_t at = 0; at < tokens_.size(); ++at) {
            if (tokens_[at].kind != Token::Kind::name) continue;
            const std::string_view word = tokens_[at].word;
            if (word == "stage")
                note_stage(at);
            else if (word == "sh")
                read_shell(at);
            else if ((word == "docker" && !is_mark(at - 1, '.')) ||
                     (word == "dockerfile" && is_mark(at + 1, '{')))
                read_docker(at);
            else
                read_call_of_variable(at);
        }
        std::ranges::stable_sort(document_.comments, {}, &Comment::at);
        return std::move(document_);
    }

  private:
    [[nodiscard]] bool is_mark(std::size_t at, char mark) const {
        return at < tokens_.size() && tokens_[at].kind == Token::Kind::mark &&
               tokens_[at].word.front() == mark;
    }
    [[nodiscard]] bool is_name(std::size_t at, std::string_view name) const {
        return at < tokens_.size() && tokens_[at].kind == Token::Kind::name &&
               tokens_[at].word == name;
    }
    [[nodiscard]] bool is_string(std::size_t at) const {
        return at < tokens_.size() && tokens_[at].kind == Token::Kind::string;
    }
    /// The string that is the first argument of the call at `at`, with or without parentheses.
    [[nodiscard]] const Token* argument(std::size_t at) const {
        const std::size_t first = is_mark(at + 1, '(') ? at + 2 : at + 1;
        return is_string(first) ? &tokens_[first] : nullptr;
    }
    /// Behind the bracket that closes the one at `at`.
    [[nodiscard]] std::size_t past_bracket(std::size_t at, char opening, char closing) const {
        int depth = 0;
        for (; at < tokens_.size(); ++at) {
            if (is_mark(at, opening)) ++depth;
            if (is_mark(at, closing) && --depth == 0) return at + 1;
        }
        return at;
    }

    void note_stage(std::size_t at) {
        if (const Token* const name = argument(at)) stage_ = "stage/" + name->text.text();
    }

    /// `sh '…'`, `sh(script: "…", returnStdout: true)`.
    void read_shell(std::size_t at) {
        const Token* script = argument(at);
        if (script == nullptr) {
            const std::size_t end = is_mark(at + 1, '(') ? past_bracket(at + 1, '(', ')')
                                                         : std::min(at + 12, tokens_.size());
            for (std::size_t i = at + 1; i + 2 < end && script == nullptr; ++i)
                if (is_name(i, "script") && is_mark(i + 1, ':') && is_string(i + 2))
                    script = &tokens_[i + 2];
        }
        if (script == nullptr) return;
        const std::size_t first = document_.containers.size();
        command::read_script(script->text, context_, document_);
        for (std::size_t index = first; index < document_.containers.size(); ++index)
            document_.containers[index].object = stage_;
    }

    void read_docker(std::size_t at) {
        if (is_mark(at + 1, '{')) { // also `dockerfile { … }`
            read_agent(at, past_bracket(at + 1, '{', '}'));
        } else if (is_string(at + 1)) {
            add(at, tokens_[at + 1], std::nullopt, ContainerKind::agent);
        } else if (is_mark(at + 1, '.') && (is_name(at + 2, "image") || is_name(at + 2, "build"))) {
            read_calls(at);
        }
    }

    /// `docker { image '…'; args '…' }`.
    void read_agent(std::size_t at, std::size_t end) {
        const Token* image = nullptr;
        std::optional<text::MappedText> args;
        for (std::size_t i = at + 2; i < end; ++i) {
            if (is_name(i, "image")) image = argument(i);
            if (is_name(i, "args")) args = options(i);
        }
        if (image != nullptr)
            add(at, *image, args, ContainerKind::agent);
        else if (tokens_[at].word == "dockerfile")
            // Built from the repository's Dockerfile.
            add(at, tokens_[at], args, ContainerKind::agent);
    }

    /// `docker.image('…').inside('…')` and what else starts a container of an image; without it, an
    /// image that a variable keeps.
    void read_calls(std::size_t at) {
        const Token* const image = argument(at + 2);
        if (image == nullptr || !is_mark(at + 3, '(')) return;
        const std::size_t behind = past_bracket(at + 3, '(', ')');
        if (const auto kind = start_at(behind + 1); kind && is_mark(behind, '.'))
            return add(behind + 1, *image, options(behind + 1), *kind);
        const bool is_kept =
            is_mark(at - 1, '=') && at >= 2 && tokens_[at - 2].kind == Token::Kind::name;
        if (is_kept) images_.insert_or_assign(tokens_[at - 2].word, image);
    }

    /// `app.inside('…')`, where `app = docker.image('…')` stands before.
    void read_call_of_variable(std::size_t at) {
        const auto kind = start_at(at + 2);
        if (!kind || !is_mark(at + 1, '.')) return;
        if (const auto image = images_.find(tokens_[at].word); image != images_.end())
            add(at + 2, *image->second, options(at + 2), *kind);
    }

    /// What the method at `at` starts, if it starts a container.
    [[nodiscard]] std::optional<ContainerKind> start_at(std::size_t at) const {
        for (const auto kind : {ContainerKind::inside, ContainerKind::with_run, ContainerKind::run})
            if (is_name(at, kind_word(kind))) return kind;
        return std::nullopt;
    }

    /// The call's argument; `"…" + x` goes on with what is not known.
    [[nodiscard]] std::optional<text::MappedText> options(std::size_t at) const {
        const std::size_t first = is_mark(at + 1, '(') ? at + 2 : at + 1;
        if (!is_string(first)) return std::nullopt;
        text::MappedText text = tokens_[first].text;
        for (std::size_t plus = first + 1; is_mark(plus, '+'); plus += 2) {
            if (is_string(plus + 1)) {
                text.append(tokens_[plus + 1].text, 0, tokens_[plus + 1].text.size());
            } else {
                text.append_replaced("${…}", tokens_[plus].at, true);
                break;
            }
        }
        return text;
    }

    [[nodiscard]] Fact<std::string> image_fact(const Token& image) const {
        Fact<std::string> fact{
            .value = image.text.text(), .at = {0, image.at}, .entry = {0, image.at}};
        if (image.text.is_open())
            fact.value = Unresolved{image.text.text(), fmt::format("{} is {}", image.text.text(),
                                                                   context_.command.why_open)};
        return fact;
    }

    void add(std::size_t at, const Token& image, const std::optional<text::MappedText>& flags,
             ContainerKind kind) {
        command::StartedBy by{.verb = command::Verb::run,
                              .kind = kind,
                              .object = stage_,
                              .name = image.text.text(),
                              .name_at = {0, tokens_[at].at}};
        by.extent = {0,
                     {std::min(tokens_[at].at.begin, image.at.begin),
                      std::max(image.at.end, flags && !flags->empty() ? flags->span().end : 0)}};
        if (image.kind == Token::Kind::string)
            by.image = image_fact(image);
        else
            by.name = "Dockerfile";
        std::vector<shell::ShellProblem> problems;
        std::vector<shell::ShellWord> words;
        if (flags) words = shell::split_label(*flags, problems).words;
        command::CommandResult result =
            command::container_from_options(words, std::move(by), context_.command);
        // The plug-in runs the build steps of `inside` and of an agent with the user that Jenkins
        // itself has.
        const bool as_jenkins = kind == ContainerKind::inside || kind == ContainerKind::agent;
        if (as_jenkins && !result.container.user)
            result.container.user = Fact<std::string>{
                .value = "jenkins", .at = {0, tokens_[at].at}, .entry = {0, tokens_[at].at}};
        command::add_container(document_, std::move(result));
    }

    Document document_;
    std::vector<Token> tokens_;
    command::ScriptContext context_;
    std::string stage_;
    std::map<std::string_view, const Token*, std::less<>> images_; ///< variables that keep an image
};

Document parse_jenkinsfile(const std::shared_ptr<const Source>& source,
                           const format::ParseOptions& options) {
    return JenkinsfileReader(source, options).read();
}

bool may_be_jenkinsfile(const format::FileInfo& file) {
    return file.name().starts_with("jenkinsfile") || file.name().ends_with(".jenkinsfile");
}

bool is_jenkinsfile(const format::FileInfo& file) { return file.has_name(); }

} // namespace

extern constinit const format::FileKind jenkinsfile;
constinit const format::FileKind jenkinsfile{.title = "a Jenkinsfile",
                                             .format = command::command_format,
                                             .scan = format::Scan::ci,
                                             .may_be = may_be_jenkinsfile,
                                             .is = is_jenkinsfile,
                                             .parse = parse_jenkinsfile};

} // namespace dropcap::ci
