// `build:` with a Dockerfile in the project: what the image says about its user, its ports and its file capabilities.

#include "parsers/compose_service.hpp"

namespace dropcap::compose {

void add_image(Reading&, const ParseOptions&, const Service&, Container&) {}

} // namespace dropcap::compose
