#include "parsers/format/flow_root.hpp"

#include "parsers/format/compose_keys.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace dropcap::format {
namespace {

/// Goes through brackets, strings and comments; knows for each key how deep it is and what it is
/// below.
class Scan {
  public:
    explicit Scan(std::string_view text) : text_(text) {}

    FlowRoot run(std::size_t at) {
        for (at_ = at; at_ < text_.size();) {
            const char c = text_[at_];
            if (c == '"' || c == '\'')
                string(c);
            else if (c == '{' || c == '[')
                open(c);
            else if (c == '}' || c == ']') {
                if (close()) break;
            } else if (c == '#')
                comment();
            else if (c == ',' || c == ':')
                punctuation(c);
            else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
                ++at_;
            else
                word();
        }
        root_.end = at_;
        return root_;
    }

  private:
    /// Deeper than any key that decides.
    static constexpr std::size_t most_kept = 4;

    [[nodiscard]] bool in_services() const { return !keys_.empty() && keys_.front() == "services"; }

    void open(char bracket) {
        ++depth_;
        const bool is_list = bracket == '[';
        if (depth_ <= most_kept) keys_.resize(depth_ - 1), keys_.emplace_back();
        if (depth_ == 2 && in_services() && is_list) root_.services_list = true;
        if (depth_ <= 64) lists_ = is_list ? lists_ | bit() : lists_ & ~bit();
        expects_key_ = !is_list;
        last_ = {};
        ++at_;
    }

    bool close() {
        if (depth_ > 0) --depth_;
        ++at_;
        expects_key_ = false;
        last_ = {};
        return depth_ == 0;
    }

    void punctuation(char c) {
        if (c == ',') {
            expects_key_ = !in_list();
            last_ = {};
        } else if (expects_key_) {
            key(last_);
            expects_key_ = false;
        }
        ++at_;
    }

    void key(std::string_view name) {
        if (depth_ == 0 || depth_ > most_kept) return;
        keys_.resize(depth_);
        keys_.back() = name;
        const bool decides = depth_ == 1 || in_services();
        if (decides && needs_parser(name)) root_.is_unsure = true;
        if (depth_ == 1) {
            root_.api_version = root_.api_version || name == "apiVersion";
            root_.kind = root_.kind || name == "kind";
        } else if (depth_ == 3 && in_services() && is_telling_key(name)) {
            root_.services = true;
        }
    }

    /// An escape in quotes, a property, an alias, a merge or an explicit key.
    static bool needs_parser(std::string_view name) {
        if (name.empty()) return false;
        return name.find('\\') != std::string_view::npos ||
               std::string_view("&*!?").find(name.front()) != std::string_view::npos ||
               name == "<<";
    }

    void string(char quote) {
        const std::size_t begin = ++at_;
        while (at_ < text_.size() && text_[at_] != quote)
            at_ += quote == '"' && text_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_, text_.size());
        last_ = text_.substr(begin, at_ - begin);
        at_ = std::min(at_ + 1, text_.size());
    }

    void comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

    /// A plain word, up to what ends it in a flow mapping. A colon ends it before a blank only.
    void word() {
        const std::size_t begin = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (std::string_view(",[]{}\n\r").find(c) != std::string_view::npos) break;
            if (c == ':' &&
                (at_ + 1 == text_.size() ||
                 std::string_view(" \t\n\r,[]{}").find(text_[at_ + 1]) != std::string_view::npos))
                break;
            if (c == '#' && at_ > begin && (text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t')) break;
            ++at_;
        }
        last_ = text_.substr(begin, at_ - begin);
        while (last_.ends_with(' ') || last_.ends_with('\t')) last_.remove_suffix(1);
    }

    [[nodiscard]] std::uint64_t bit() const { return std::uint64_t{1} << (depth_ - 1); }
    [[nodiscard]] bool in_list() const {
        return depth_ > 0 && depth_ <= 64 && (lists_ & bit()) != 0;
    }

    std::string_view text_;
    FlowRoot root_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::uint64_t lists_ = 0; ///< one bit for each open bracket: it is a list
    bool expects_key_ = false;
    std::string_view last_;              ///< the last string or word
    std::vector<std::string_view> keys_; ///< of the open mappings, the outermost first
};

} // namespace

FlowRoot flow_root(std::string_view text, std::size_t at) { return Scan(text).run(at); }

} // namespace dropcap::format
