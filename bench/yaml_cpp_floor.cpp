// yaml_cpp_floor PATH…: yaml-cpp's events of every document, thrown away. Prints how many there
// were.

#include "bench/floor.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cstddef>
#include <iostream>
#include <sstream>

namespace {

struct Counter : YAML::EventHandler {
    std::size_t events = 0;
    void OnDocumentStart(const YAML::Mark&) override { ++events; }
    void OnDocumentEnd() override { ++events; }
    void OnNull(const YAML::Mark&, YAML::anchor_t) override { ++events; }
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override { ++events; }
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  const std::string&) override {
        ++events;
    }
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {
        ++events;
    }
    void OnSequenceEnd() override { ++events; }
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {
        ++events;
    }
    void OnMapEnd() override { ++events; }
};

} // namespace

int main(int count, char** paths) {
    Counter counter;
    std::size_t broken = 0;
    dropcap::bench::for_each_text(count, paths, [&](const std::string& text) {
        std::istringstream in(text);
        try {
            YAML::Parser parser(in);
            while (parser.HandleNextDocument(counter)) {}
        } catch (const YAML::Exception&) { ++broken; }
    });
    std::cout << counter.events << " events, " << broken << " broken files\n";
}
