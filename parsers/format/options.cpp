#include "parsers/format/options.hpp"

namespace dropcap::format {

Error outside_project() {
    return {"it leads out of the project and is not read", ErrorCode::outside_project};
}

Error no_such_file() { return {"there is no such file", ErrorCode::no_such_file}; }

Error is_a_folder() { return {"it is a folder", ErrorCode::is_a_folder}; }

bool Scans::has(Scan scan) const {
    switch (scan) {
    case Scan::scripts: return scripts;
    case Scan::ci: return ci;
    case Scan::docs: return docs;
    case Scan::always: break;
    }
    return true;
}

bool Scans::add(std::string_view word) {
    const bool every = word == "all";
    scripts = scripts || every || word == "scripts";
    ci = ci || every || word == "ci";
    docs = docs || every || word == "docs";
    return every || word == "scripts" || word == "ci" || word == "docs";
}

} // namespace dropcap::format
