#include "scanner/report/formats/json_list.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rekey::test {
namespace {

using Json = nlohmann::ordered_json;

TEST_CASE("A list written an element at a time is the text of the whole document") {
  const std::vector<Json> elements = {Json{{"a", Json::array()}, {"b", {{"c", "x\ny []"}}}},
                                      Json(nullptr), Json::array({1, 2})};
  for (const int indent : {1, 2}) {
    for (size_t count = 0; count <= elements.size(); ++count) {
      CAPTURE(count);
      Json frame = {{"none", Json::array()}, {"deep", {{"list", Json::array()}, {"after", "[x]"}}}};
      Json whole = frame;
      std::string text;
      const TakePiece take = [&text](const std::string& piece) {
        CHECK(piece.back() == '\n');
        text += piece;
      };
      JsonList list(frame.dump(indent) + "\n", static_cast<size_t>(indent), 3, take);
      for (size_t i = 0; i < count; ++i) {
        whole["deep"]["list"].push_back(elements[i]);
        list.add(elements[i].dump(indent));
      }
      list.end();
      CHECK(text == whole.dump(indent) + "\n");
    }
  }
}

}  // namespace
}  // namespace rekey::test
