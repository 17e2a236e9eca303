// What stands around a secret, what is measured of both, and what the model makes of it.
#include "scanner/match/model/credential.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "scanner/rules/template/template.h"

namespace rekey::test {
namespace {

// `text` is a template with [[...]] around the secret; the match is from `from` to its end.
struct Line {
  std::string text;
  Span match, secret;

  explicit Line(std::string_view source, std::string_view from = "", uint64_t seed = 1) {
    Result<Template> parsed = parse_template(source);
    REQUIRE(parsed.ok());
    Result<Drawn> drawn = draw(*parsed, nullptr, seed);
    REQUIRE(drawn.ok());
    REQUIRE(drawn->secrets.size() == 1);
    text = drawn->text;
    secret = drawn->secrets.front();
    match = {text.find(from), secret.end};
  }
  [[nodiscard]] LineContext line_context() const { return line_context_of(text, match, secret); }
  [[nodiscard]] int32_t operator[](Feature feature) const {
    return features_of(line_context())[static_cast<size_t>(feature)];
  }
};

TEST_CASE("What anybody may see is no credential, whatever it looks like") {
  const std::string body = "[[<<base62*43>>]]";
  for (const std::string name :
       {"PUBLIC_KEY", "publicKey", "vapid.public-key", "nextPageToken", "cache_key", "cacheKey",
        "idempotency-key", "monkey", "turkeyId", "passport", "keyboardLayout", "tokenizer"}) {
    CAPTURE(name);
    CHECK(check_credential(Line(name + " = \"" + body + "\"", name).line_context()) ==
          Verdict::kReject);
  }
  for (const std::string name : {"API_KEY", "passportSecret", "monkey_token", "cacheKeySecret",
                                 "publicKeyPassword", "bypassToken", "authorization"}) {
    CAPTURE(name);
    CHECK(check_credential(Line(name + " = \"" + body + "\"", name).line_context()) !=
          Verdict::kReject);
  }
  const Line address("USDC_TOKEN = \"[[0x<<hex*40>>]]\"", "USDC");
  CHECK(check_credential(address.line_context()) == Verdict::kReject);
  const Line itself("workingdirToken[] = L\"[[workingdir]]\"", "working");
  CHECK(check_credential(itself.line_context()) == Verdict::kReject);
}

TEST_CASE("A line context is cut from the secret's line alone") {
  const Line line("first = 1\n  let DB_PASSWORD = \"[[value]]\"; // last\nnext", "PASSWORD");
  const LineContext line_context = line.line_context();
  CHECK(line_context.before == "  let ");
  CHECK(line_context.name == "DB_PASSWORD");
  CHECK(line_context.separator == " = \"");
  CHECK(line_context.secret == "value");
  CHECK(line_context.behind == "\"; // last");
}

TEST_CASE("A name may stand behind marks at the start of a match, or nowhere") {
  CHECK(Line("x <password>[[value]]</password>", "<pass").line_context().name == "password");
  CHECK(Line("tool --token [[value]]", " --token").line_context().name == "--token");
  CHECK(Line("(([[value]]", "((").line_context().name.empty());
}

TEST_CASE("A line context ends where its limits are, however long the line is") {
  const Line line(std::string(5000, 'x') + " pass=[[value]]" + std::string(5000, ' '), "pass");
  CHECK(line.line_context().before.size() <= LineContext::kMostBefore);
  CHECK(line.line_context().behind.size() == LineContext::kMostBehind);
}

TEST_CASE("Features count what their names say") {
  const Line line("dbPassword: '[[aB3-test]]',", "Password");
  CHECK(line[Feature::kLength] == 8);
  CHECK(line[Feature::kDigits] == 125);
  CHECK(line[Feature::kMarks] == 125);
  CHECK(line[Feature::kCovered] == 500);  // "test"
  CHECK(line[Feature::kUncovered] == 4);
  CHECK(line[Feature::kDashes] == 1);
  CHECK(line[Feature::kNameWords] == 2);
  CHECK(line[Feature::kNamePassword] == 1);
  CHECK(line[Feature::kNameToken] == 0);
  CHECK(line[Feature::kQuote] == 2);
  CHECK(line[Feature::kLineStart] == 1);
}

TEST_CASE("Any bytes can be measured") {
  const std::string text("pass=\0\xff\x80 \n", 10);
  CHECK(features_of(line_context_of(text, {0, 8}, {5, 8}))[0] == 3);
  CHECK(features_of(line_context_of("", {0, 0}, {0, 0}))[0] == 0);
}

TEST_CASE("The model's sum cannot overflow and every tree asks a feature that is there") {
  int64_t most = 0;
  for (const CredentialTree& tree : credential_trees()) {
    int64_t largest = 0;
    for (const int16_t weight : tree.weights)
      largest = std::max<int64_t>(largest, std::abs(weight));
    most += largest;
    for (const CredentialTree::Question& question : tree.questions) {
      CHECK(question.feature < Feature::kNumber);
    }
  }
  CHECK(credential_trees().size() > 100);
  CHECK(most < std::numeric_limits<int32_t>::max());
}

TEST_CASE("Drawn values are credentials, samples and code are none") {
  int missed = 0;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    for (const char* source :
         {"password = \"[[<<base62*12>>]]\"", "DB_PASSWORD=[[<<base62*6>>!<<base62*8>>]]",
          "\"client_secret\": \"[[<<base62*40>>]]\",", "api_key: [[<<hex*32>>]]"}) {
      missed += check_credential(Line(source, "", seed).line_context()) == Verdict::kReject ? 1 : 0;
    }
  }
  CHECK(missed <= 4);
  for (const char* source :
       {"password = \"[[secret]]\"", "token = '[[ab3x-<run>]]'", "password: [[changeme]]",
        "token = [[session.accessToken]]", "DB_PASSWORD=[[${DB_PASSWORD}]]",
        "secret: \"[[my-secret-name]]\"", "password = [[getPassword]]", "key: \"[[created_at]]\"",
        "\"token\": \"[[<your-token>]]\""}) {
    CAPTURE(source);
    CHECK(check_credential(Line(source).line_context()) == Verdict::kReject);
  }
}

TEST_CASE("A word of samples within a random value does not hide it") {
  const Line line("api_key = \"[[<<base62*14>>test<<base62*18>>]]\"");
  CHECK(check_credential(line.line_context()) != Verdict::kReject);
}

TEST_CASE("Names that begin as those of no credential do are known") {
  for (const std::string name : {"foreign_key", "primary_key", "partitionKey", "sort-key"}) {
    CAPTURE(name);
    CHECK(Line(name + ": [[<<base62*43>>]]")[Feature::kNameStartsOther] == 1);
  }
  for (const std::string name : {"imported_key", "api_key"}) {
    CAPTURE(name);
    CHECK(Line(name + ": [[<<base62*43>>]]")[Feature::kNameStartsOther] == 0);
  }
}

}  // namespace
}  // namespace rekey::test
