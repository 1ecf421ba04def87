#pragma once
// What an image says in the end: its labels, user, ports and start, after every instruction of its
// stages.

#include "model/container.hpp"
#include "parsers/dockerfile/stages.hpp"
#include "parsers/shell/words.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace dropcap::dockerfile {

/// A label as the image holds it.
struct ImageLabel {
    std::string key;
    Span key_at;
    text::MappedText value;
    Span written; ///< the value as the file has it, before variables were filled in
};

/// Runs instructions one after the other, as a build does.
class ImageState {
  public:
    /// `bytes`: the length of the file, which bounds what substitution may bring in.
    ImageState(const BuildVariables& globals, char escape, std::size_t bytes);

    /// Begins the stage on what the stages before it left behind.
    void begin(const BuildStage& stage);
    void take(const Instruction& instruction);
    /// Ends the last stage.
    void finish();

    [[nodiscard]] const std::vector<ImageLabel>& labels() const {
        return labels_;
    } ///< in the order in which their keys came first
    [[nodiscard]] ImageRecipe& recipe() { return recipe_; }
    [[nodiscard]] const std::vector<BuildProblem>& problems() const { return problems_; }

  private:
    /// What CMD or ENTRYPOINT says, as words; empty words: nothing that can be read.
    struct Start {
        std::vector<shell::ShellWord> words;
        bool is_list = false; ///< `["a", "b"]`
        bool is_set = false;
        bool of_this_stage = false;
    };

    void arg(const Instruction& instruction);
    void env(const Instruction& instruction);
    void label(const Instruction& instruction);
    void user(const Instruction& instruction);
    void expose(const Instruction& instruction);
    void run(const Instruction& instruction);
    void command(const Instruction& instruction);
    void entrypoint(const Instruction& instruction);
    void on_build(const Instruction& instruction);

    [[nodiscard]] text::MappedText expand(const text::MappedText& word, Unset unset = Unset::empty);
    [[nodiscard]] std::vector<BuildPair> pairs(const Instruction& instruction);
    [[nodiscard]] static Start read_start(const Instruction& instruction);
    void port(const text::MappedText& word, Span entry);
    void take_setcap(const text::MappedText& script);

    const BuildVariables& globals_;
    char escape_;
    std::size_t left_; ///< bytes that substitution may still bring in
    BuildVariables variables_;
    bool base_may_set_ = true; ///< the external base image may bring ENV of its own
    std::vector<ImageLabel> labels_;
    std::unordered_map<std::string, std::size_t> label_at_;
    ImageRecipe recipe_;
    Start command_, entrypoint_;
    std::vector<Instruction> triggers_; ///< ONBUILD: run where a stage begins with this one
    std::vector<BuildProblem> problems_;
};

} // namespace dropcap::dockerfile
