// libyaml_floor PATH…: libyaml's events of every document, thrown away. Prints how many there were.

#include "bench/floor.hpp"

#include <yaml.h>

#include <cstddef>
#include <iostream>

int main(int count, char** paths) {
    std::size_t events = 0;
    std::size_t broken = 0;
    dropcap::bench::for_each_text(count, paths, [&](const std::string& text) {
        yaml_parser_t parser;
        if (yaml_parser_initialize(&parser) == 0) return;
        yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
        for (bool more = true; more;) {
            yaml_event_t event;
            if (yaml_parser_parse(&parser, &event) == 0) {
                ++broken;
                break;
            }
            more = event.type != YAML_STREAM_END_EVENT;
            ++events;
            yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
    });
    std::cout << events << " events, " << broken << " broken files\n";
}
