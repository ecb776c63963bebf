#include "keeperfs/net/connection_error.h"

namespace keeperfs::net {

ConnectionError::~ConnectionError() = default;

} // namespace keeperfs::net
