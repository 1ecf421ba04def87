#include "model/needs.hpp"

namespace dropcap {

std::string_view applicability_name(Applicability applicability) {
    switch (applicability) {
    case Applicability::safe: return "safe";
    case Applicability::unsafe: return "unsafe";
    case Applicability::display: break;
    }
    return "display";
}

} // namespace dropcap
