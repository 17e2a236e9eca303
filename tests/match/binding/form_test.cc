// The examples of every form, with a value in the place of V.
#include "scanner/match/binding/form.h"

#include <doctest/doctest.h>

#include <string>

#include "scanner/match/binding/reader.h"

namespace rekey::test {
namespace {

constexpr std::string_view kValue = "Qm2Vt9rZ4xK7";

std::string with_value(std::string_view example) {
  std::string out(example);
  for (size_t at = 0; (at = out.find('V', at)) != std::string::npos;) {
    // The V of a word is none.
    const auto is_letter_at = [&](size_t place) {
      return place < out.size() && std::isalpha(static_cast<unsigned char>(out[place])) != 0;
    };
    const bool is_alone = !(at > 0 && is_letter_at(at - 1)) && !is_letter_at(at + 1);
    if (is_alone) out.replace(at, 1, kValue);
    at += is_alone ? kValue.size() : 1;
  }
  return out;
}

TEST_CASE("Every form finds its examples, exactly") {
  for (const Form& form : forms()) {
    CHECK(!form.examples.empty());
    for (const std::string_view example : form.examples) {
      const std::string text = with_value(example) + "\n";
      CAPTURE(form.id);
      CAPTURE(text);
      size_t found = 0;
      for (const Binding& one : bindings_in(text, {0, text.size()})) {
        found += one.value.of(text) == kValue && one.form == form.id ? 1 : 0;
      }
      CHECK(found > 0);
    }
  }
}

TEST_CASE("No form takes a counter-example's value") {
  for (const Form& form : forms()) {
    CHECK(!form.counter_examples.empty());
    for (const std::string_view example : form.counter_examples) {
      const std::string text = with_value(example) + "\n";
      CAPTURE(form.id);
      CAPTURE(text);
      for (const Binding& one : bindings_in(text, {0, text.size()})) {
        CHECK(one.value.of(text) != kValue);
      }
    }
  }
}

TEST_CASE("A form goes on over the newlines that it names alone") {
  const auto crosses = [](std::string_view text) { return form_crosses(text, text.find('\n')); };
  CHECK(crosses("- name: X\n  value: y"));
  CHECK(crosses("password:\n  y"));
  CHECK(crosses("password: |\n  y"));
  CHECK(crosses("secret = (\n  \"y\""));
  CHECK(crosses("<password>\ny"));
  CHECK(crosses("\"value\": \"y\",\n\"name\": \"X\""));
  CHECK_FALSE(crosses("one;\ntwo"));
  CHECK_FALSE(crosses("if x > 1:\n  y"));
  CHECK_FALSE(crosses("call(\n  y"));
  CHECK_FALSE(crosses("two\nkey: |"));
  CHECK_FALSE(crosses("<p>\n<p>"));
}

}  // namespace
}  // namespace rekey::test
