#include "engine/run/recorded_rules.h"

#include "engine/settings/shipped_law.h"

namespace dunlin::engine {
namespace {

std::string text_name(const std::string& law) { return "law/" + law; }

}  // namespace

core::Status keep_law(storage::Store& store) {
  const std::string name = text_name(law_id());
  DUNLIN_ASSIGN(const auto kept, store.text(name));
  return kept ? core::Status() : store.put_text(name, pack_law());
}

core::Result<Configuration> recorded_configuration(const storage::Store& store, const storage::RunRecord& record) {
  DUNLIN_ASSIGN(ConfigurationBundle bundle, unpack_bundle(record.configuration));
  if (const std::string law_name = named_law(bundle); !law_name.empty() && law_name != law_id()) {
    DUNLIN_ASSIGN(const auto law, store.text(text_name(law_name)));
    if (!law) {
      return core::Error{core::ErrorKind::kCorruption, "run " + record.run_id, "the law that it went by is not in the store",
                         "run dunlin verify"};
    }
    DUNLIN_TRY(lay_law(*law, bundle));
  }
  return load_configuration(bundle);
}

bool decides_alike(const storage::RunRecord& record, const Configuration& recorded) {
  return record.rule_version == kRuleVersion && record.fingerprint == recorded.fingerprint;
}

}  // namespace dunlin::engine
