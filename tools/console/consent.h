#pragma once
#include <string_view>

namespace console {

/// Asks before something is changed. `action`: a sentence that says exactly what will happen. Returns where
/// `yes` was said, or where a person at a terminal types the name of `target`; throws Error(refused)
/// otherwise.
void require_consent(bool yes, std::string_view action, std::string_view target);

} // namespace console
