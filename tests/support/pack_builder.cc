#include "tests/support/pack_builder.h"

#include <algorithm>
#include <fstream>

#include "scanner/base/crc32.h"

namespace rekey::test {
namespace {

void put_32(std::string& out, uint64_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

void write_to(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
}

}  // namespace

ObjectId id_number(uint32_t number) {
  ObjectId id;
  for (size_t i = 0; i < 4; ++i) id.bytes[i] = static_cast<uint8_t>(number * 2654435761U >> 8 * i);
  for (size_t i = 0; i < 4; ++i) id.bytes[4 + i] = static_cast<uint8_t>(number >> 8 * i);
  return id;
}

std::string entry_header(unsigned type, uint64_t size) {
  std::string out;
  auto byte = static_cast<uint8_t>(type << 4 | (size & 15));
  for (size >>= 4; size != 0; size >>= 7) {
    out += static_cast<char>(byte | 0x80);
    byte = static_cast<uint8_t>(size & 0x7F);
  }
  return out += static_cast<char>(byte);
}

std::string zlib_stored(std::string_view bytes) {
  constexpr size_t kBlock = 65535;
  std::string out("\x78\x01", 2);
  uint32_t a = 1, b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<uint8_t>(c)) % 65521;
    b = (b + a) % 65521;
  }
  do {
    const std::string_view block = bytes.substr(0, kBlock);
    bytes.remove_prefix(block.size());
    const auto size = static_cast<uint16_t>(block.size());
    const auto flipped = static_cast<uint16_t>(~size);
    out += bytes.empty() ? '\1' : '\0';
    for (const uint16_t number : {size, flipped}) {
      out += static_cast<char>(number & 0xFF);
      out += static_cast<char>(number >> 8);
    }
    out += block;
  } while (!bytes.empty());
  put_32(out, b << 16 | a);
  return out;
}

std::string delta_size(uint64_t size) {
  std::string out;
  for (; size > 0x7F; size >>= 7) out += static_cast<char>(0x80 | (size & 0x7F));
  return out += static_cast<char>(size);
}

std::string delta_copy(uint32_t offset, uint32_t size) {
  std::string out(1, '\xFF');
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(offset >> shift & 0xFF);
  for (int shift = 0; shift < 24; shift += 8) out += static_cast<char>(size >> shift & 0xFF);
  return out;
}

std::string delta_insert(std::string_view bytes) {
  return static_cast<char>(bytes.size()) + std::string(bytes);
}

uint64_t PackBuilder::whole(const ObjectId& id, unsigned type, std::string_view bytes) {
  return raw(id, entry_header(type, bytes.size()) + zlib_stored(bytes));
}

uint64_t PackBuilder::id_delta(const ObjectId& id, const ObjectId& base, std::string_view delta) {
  const std::string name(base.raw());
  return raw(id, entry_header(7, delta.size()) + name + zlib_stored(delta));
}

uint64_t PackBuilder::offset_delta(const ObjectId& id, uint64_t base, std::string_view delta) {
  uint64_t distance = pack_.size() - base;
  std::string coded(1, static_cast<char>(distance & 0x7F));
  while ((distance >>= 7) != 0) {
    coded.insert(coded.begin(), static_cast<char>(0x80 | (--distance & 0x7F)));
  }
  return raw(id, entry_header(6, delta.size()) + coded + zlib_stored(delta));
}

uint64_t PackBuilder::raw(const ObjectId& id, std::string_view entry) {
  entries_.push_back({id, pack_.size(), crc32(entry)});
  pack_ += entry;
  return entries_.back().offset;
}

void PackBuilder::ghost(const ObjectId& id, uint64_t offset) {
  entries_.push_back({id, offset, 0});
}

void PackBuilder::write(const std::string& folder, const std::string& name) const {
  std::vector<Entry> entries = entries_;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.id < b.id; });
  std::string header = "PACK";
  put_32(header, 2);
  put_32(header, entries.size());
  const std::string hash(20, '#');
  write_to(folder + "/pack-" + name + ".pack", header + pack_.substr(12) + hash);

  std::string index("\377tOc\0\0\0\2", 8), large;
  for (unsigned first = 0; first < 256; ++first) {
    put_32(index, std::count_if(entries.begin(), entries.end(),
                                [&](const Entry& entry) { return entry.id.bytes[0] <= first; }));
  }
  for (const Entry& entry : entries) index += entry.id.raw();
  for (const Entry& entry : entries) put_32(index, entry.crc);
  for (const Entry& entry : entries) {
    if (entry.offset < uint64_t{1} << 31) {
      put_32(index, entry.offset);
      continue;
    }
    put_32(index, uint64_t{1} << 31 | large.size() / 8);
    put_32(large, entry.offset >> 32);
    put_32(large, entry.offset & 0xFFFFFFFF);
  }
  write_to(folder + "/pack-" + name + ".idx", index + large + hash + hash);
}

}  // namespace rekey::test
