#include "scanner/report/html/html_leaks.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "scanner/base/digest.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

constexpr size_t kPlacesShown = 3;     // beside a leak; the others behind a click,
constexpr size_t kMostPlaces = 200;    // so many of them; the rest is counted
constexpr size_t kOpenKinds = 12;      // with fewer kinds their steps stand open
constexpr size_t kKeyDigits = 16;      // of a fingerprint, in what the browser remembers
constexpr size_t kStepsKeyDigits = 8;  // of the steps' digest: other steps, other ticks

// Leaks of one severity and one rule.
struct Kind {
  Severity severity;
  const ReportRule* entry;
  std::vector<const Finding*> leaks;  // as the report has them
  size_t fresh = 0;                   // of them new
};

// The worst severity first, then by provider and kind.
std::vector<Kind> kinds_of(const Report& report) {
  using Key = std::tuple<int, std::string, std::string, uint32_t>;
  std::map<Key, Kind> kinds;
  for (const Finding& finding : report.findings) {
    const ReportRule& entry = report.rules[finding.rule];
    const Key key{-static_cast<int>(finding.severity), provider_name(entry.rule),
                  kind_name(entry.rule), finding.rule};
    Kind& kind = kinds.try_emplace(key, Kind{finding.severity, &entry, {}, 0}).first->second;
    kind.leaks.push_back(&finding);
    kind.fresh += finding.status == FindingStatus::kNew ? 1 : 0;
  }
  std::vector<Kind> out;
  out.reserve(kinds.size());
  for (auto& [key, kind] : kinds) out.push_back(std::move(kind));
  return out;
}

std::string tag(std::string_view kind, const std::string& text) {
  return "<span class=\"tag " + std::string(kind) + "\">" + markup_text(text) + "</span>";
}

std::string secret_text(const Rule& rule, const Secret& secret, const ReportOptions& options) {
  return markup_text(options.show_secrets ? secret.reveal() : secret.masked(rule.mask_prefix));
}

// The steps of a reset; what holds for every credential when a rule says nothing.
std::vector<std::string> steps_of(const Reset& reset) {
  if (!reset.steps.empty()) return reset.steps;
  return {first_step(reset)};
}

// A rule's sentence; what stands in `...` is code.
std::string prose(std::string_view text) {
  const std::string escaped = markup_text(text);
  std::string out;
  size_t from = 0;
  while (true) {
    const size_t open = escaped.find('`', from);
    const size_t close = open == std::string::npos ? open : escaped.find('`', open + 1);
    if (close == std::string::npos) return out + escaped.substr(from);
    out += escaped.substr(from, open - from) + "<code>" +
           escaped.substr(open + 1, close - open - 1) + "</code>";
    from = close + 1;
  }
}

// HtmlLeaks: the writer's state: the report and the text so far.
class HtmlLeaks {
 public:
  HtmlLeaks(const Report& report, const Timeline& timeline, const ReportOptions& options,
            const TakePiece& take)
      : report_(report), timeline_(timeline), options_(options), take_(take) {}

  void write() {
    const std::vector<Kind> kinds = kinds_of(report_);
    open_ = kinds.size() <= kOpenKinds;
    for (size_t i = 0; i < kinds.size(); ++i) {
      const Severity severity = kinds[i].severity;
      if (i == 0 || kinds[i - 1].severity != severity) begin_severity(kinds, severity);
      one_kind(kinds[i]);
      if (i + 1 == kinds.size() || kinds[i + 1].severity != severity) out_ += "</section>\n";
    }
    take_(std::move(out_));
  }

 private:
  void begin_severity(const std::vector<Kind>& kinds, Severity severity) {
    size_t fresh = 0;
    for (const Kind& kind : kinds) fresh += kind.severity == severity ? kind.fresh : 0;
    const std::string name(severity_name(severity));
    out_ += "<section class=\"severity " + name + (fresh == 0 ? " quiet" : "") +
            "\" aria-labelledby=\"h-" + name + "\">\n<h2 id=\"h-" + name + "\">" + name +
            " <span class=\"count\">" + std::to_string(fresh) + "</span></h2>\n";
  }

  void one_kind(const Kind& kind) {
    const auto& [rule, reset] = *kind.entry;
    const std::string id = "k" + std::to_string(++kinds_);
    std::string steps_text;
    for (const std::string& step : steps_of(reset)) steps_text += step + "\n";
    out_ += "<section class=\"kind" + std::string(kind.fresh == 0 ? " quiet" : "") + "\" id=\"" +
            id + "\" data-provider=\"" + markup_text(provider_name(rule)) + "\" data-steps=\"" +
            sha256_hex(steps_text).substr(0, kStepsKeyDigits) + "\" aria-labelledby=\"h" + id +
            "\">\n<div class=\"title\"><h3 id=\"h" + id + "\">" + markup_text(kind_name(rule)) +
            "</h3><p>" + markup_text(provider_name(rule)) + " <code>" + markup_text(rule.id) +
            "</code> " + count_text(kind.fresh, "leak");
    if (kind.fresh < kind.leaks.size()) {
      out_ += ", " + std::to_string(kind.leaks.size() - kind.fresh) + " known or allowed";
    }
    out_ += "</p></div>\n";
    reset_block(reset);
    out_ += "<ul class=\"leaks\">\n";
    for (const Finding* leak : kind.leaks) {
      one_leak(*kind.entry, *leak, kind.leaks.size() > 1);
      take_(std::exchange(out_, {}));
    }
    out_ += "</ul>\n</section>\n";
  }

  void reset_block(const Reset& reset) {
    const std::vector<std::string> steps = steps_of(reset);
    out_ += "<details class=\"reset\"" + std::string(open_ ? " open" : "") + "><summary>";
    if (!reset.urgency.empty()) out_ += tag("urgency", reset.urgency) + " ";
    out_ += prose(first_step(reset)) + "</summary>\n<ol class=\"steps\">\n";
    for (const std::string& step : steps) {
      out_ += "<li><label><input type=\"checkbox\"><span>" + prose(step) + "</span></label></li>\n";
    }
    out_ += "</ol>\n";
    facts(reset);
    out_ += "</details>\n";
  }

  void facts(const Reset& reset) {
    std::string rows;
    const auto row = [&rows](std::string_view name, const std::string& html) {
      if (html.empty()) return;
      rows += "<dt>" + std::string(name) + "</dt><dd>" + html + "</dd>\n";
    };
    row("Console", html_link(reset.console_url, reset.console_url));
    row("Menu", prose(reset.console_path));
    row("API", markup_text(revoke_text(reset)));
    row("Check", prose(reset.check));
    row("Afterwards", prose(reset.after));
    row("Side effects", prose(reset.side_effects));
    for (const std::string& url : reset.docs) row("Read", html_link(url, url));
    if (!rows.empty()) out_ += "<dl class=\"facts\">\n" + rows + "</dl>\n";
  }

  void one_leak(const ReportRule& entry, const Finding& leak, bool own_ticks) {
    const std::vector<Occurrence>& places = leak.occurrences;
    out_ += "<li class=\"leak" + std::string(leak.status == FindingStatus::kNew ? "" : " quiet") +
            "\" id=\"l" + markup_text(leak.fingerprint.substr(0, kKeyDigits)) + "\"";
    if (const auto stretch = stretch_of(timeline_, leak)) {
      out_ += " data-when=\"" + std::to_string(*stretch) + "\"";
    }
    standing_data(leak);
    out_ += ">\n<div class=\"head\"><code class=\"secret\">" +
            secret_text(entry.rule, leak.secret, options_) + "</code> " +
            tag("confidence", std::string(confidence_name(leak.confidence)) + " confidence");
    if (std::any_of(places.begin(), places.end(), [](const auto& at) { return at.in_head; })) {
      out_ += tag("in-head", "in HEAD");
    }
    if (leak.standing) {
      standing_tags(*leak.standing);
    } else if (leak.status != FindingStatus::kNew) {
      out_ += tag("", std::string(status_name(leak.status)));
    }
    if (own_ticks) ticks(steps_of(entry.reset).size());
    out_ += "</div>\n";
    if (!leak.reason.empty()) out_ += "<p class=\"why\">" + markup_text(leak.reason) + "</p>\n";
    if (leak.standing && !leak.standing->owners.empty()) {
      out_ += "<p class=\"why\">Ask " + markup_text(leak.standing->owners) + "</p>\n";
    }
    place_list(0, std::min(places.size(), kPlacesShown), places);
    details(leak);
    out_ += "</li>\n";
  }

  void standing_data(const Finding& leak) {
    if (!leak.standing) return;
    out_ += " data-owners=\"" + markup_text(owners_name(*leak.standing)) + "\"";
    if (leak.standing->is_new) out_ += " data-new";
  }

  void standing_tags(const Standing& standing) {
    if (standing.is_new) out_ += tag("fresh", "new");
    out_ += tag("", std::to_string(standing.repositories) +
                        (standing.repositories == 1 ? " repository" : " repositories"));
    if (!standing.exposure.empty()) out_ += tag("", standing.exposure);
    if (standing.state != "open") out_ += tag("", standing.state);
  }

  // A tick for each step, where a kind has several leaks.
  void ticks(size_t steps) {
    out_ += "<span class=\"ticks\" role=\"group\" aria-label=\"Steps done\">";
    for (size_t i = 1; i <= steps; ++i) {
      out_ += "<input type=\"checkbox\" aria-label=\"Step " + std::to_string(i) + "\">";
    }
    out_ += "</span>";
  }

  void details(const Finding& leak) {
    const size_t all = leak.occurrences.size();
    out_ += "<details><summary>";
    out_ += all > kPlacesShown ? count_text(all - kPlacesShown, "more place") + " and fingerprint"
                               : "Fingerprint";
    out_ += "</summary>\n";
    if (all > kPlacesShown) {
      const size_t shown = std::min(all, kPlacesShown + kMostPlaces);
      place_list(kPlacesShown, shown, leak.occurrences);
      if (shown < all) {
        out_ += "<p>" + count_text(all - shown, "place") + " more: the JSON report has them.</p>\n";
      }
    }
    out_ += "<p class=\"fingerprint\"><code>" + markup_text(leak.fingerprint) +
            "</code></p></details>\n";
  }

  void place_list(size_t begin, size_t end, const std::vector<Occurrence>& places) {
    out_ += "<ul class=\"places\">\n";
    for (size_t i = begin; i < end; ++i) place(places[i]);
    out_ += "</ul>\n";
  }

  void place(const Occurrence& at) {
    const std::string where =
        shown_path(at) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    const std::string link = link_to(report_, at);
    out_ += "<li><span class=\"path\">" +
            (link.empty() ? markup_text(where) : html_link(link, where)) + "</span>";
    if (!at.commit.empty()) out_ += " <span class=\"history\">" + history(at) + "</span>";
    for (const std::string& layer : at.layers) out_ += tag("layer", layer);
    for (const Part& part : at.parts) {
      const Rule& rule = report_.rules[part.rule].rule;
      out_ += "<p class=\"with\">with " + markup_text(kind_name(rule)) + " <code>" +
              secret_text(rule, part.secret, options_) + "</code> in " +
              markup_text(part_place(at, part)) + "</p>";
    }
    if (!at.allow_reason.empty()) {
      out_ += "<p class=\"why\">" + std::string(at.allowed == Allowed::kNot ? "" : "allowed: ") +
              markup_text(at.allow_reason) + "</p>";
    }
    if (!at.context_line.empty()) {
      out_ += "<code class=\"line\">" + markup_text(at.context_line) + "</code>";
    }
    out_ += "</li>\n";
  }

  [[nodiscard]] static std::string history(const Occurrence& at) {
    std::string text = short_id(at.commit) + " by " + at.author + ", " + at.date.substr(0, 10);
    if (at.place == Place::kFile) {
      if (at.in_head) {
        text += ", still in HEAD";
      } else if (!at.removed_in.empty()) {
        text += ", removed in " + short_id(at.removed_in);
      } else {
        text += at.refs.empty() ? ", on no branch" : ", on " + at.refs.front();
      }
    }
    return markup_text(text);
  }

  const Report& report_;
  const Timeline& timeline_;
  const ReportOptions& options_;
  const TakePiece& take_;
  bool open_ = false;
  size_t kinds_ = 0;
  std::string out_;
};

}  // namespace

void html_leaks(const Report& report, const Timeline& timeline, const ReportOptions& options,
                const TakePiece& take) {
  HtmlLeaks(report, timeline, options, take).write();
}

std::string provider_name(const Rule& rule) {
  return rule.provider.empty() ? "Other" : rule.provider;
}

std::string owners_name(const Standing& standing) {
  return standing.owners.empty() ? "Nobody known" : standing.owners;
}

std::string html_link(const std::string& url, const std::string& text) {
  if (!is_web_address(url)) return markup_text(text);
  return "<a href=\"" + markup_text(url) + "\" rel=\"noopener noreferrer\">" + markup_text(text) +
         "</a>";
}

}  // namespace rekey
