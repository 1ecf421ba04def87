#pragma once
// Text that a template engine must render before anyone can read it: Helm and other Go templates,
// Jinja.

#include "model/source.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dropcap::text {

/// Whether a value holds a template expression, `{{ … }}` or `{% … %}`: what it will be is not
/// known.
[[nodiscard]] bool is_template_text(std::string_view text);

/// The first template construct of a YAML document that is no YAML, outside comments.
struct TemplateUse {
    Span at;
    std::string reason; ///< which engine it looks like and what to do
};
[[nodiscard]] std::optional<TemplateUse> find_template(std::string_view text, Span slice);

/// The first template construct of any text: `{{ … }}`, `{% … %}`, `%%WORD%%`,
/// `${templateOption:…}`. For files that are templates by their name, or that their reader refuses.
[[nodiscard]] std::optional<TemplateUse> find_construct(std::string_view text);

} // namespace dropcap::text
