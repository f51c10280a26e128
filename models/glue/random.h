/* Random numbers by counting: the number drawn for (device, seed, purpose, n) is a function of these alone, so that it
 * depends neither on the time steps taken nor on the order of devices, and any other engine can draw the same one.
 *
 * Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
 * doi:10.1145/2063384.2063405. Key: the device. Counter: (n, seed and purpose).
 * A device is known by the names of its two nodes, positive first (FNV-1a hash): parallel junctions between the same
 * two nodes share their random numbers unless their models differ in `seed`.
 */
#ifndef SOMN_RANDOM_H
#define SOMN_RANDOM_H

#include <math.h>
#include <stdint.h>

typedef struct {
  uint32_t word[2];
} somn_device_key;

typedef struct {
  uint32_t word[4];
} somn_random_block;

enum { SOMN_FOR_CYCLE = 1, SOMN_FOR_SLOT = 2, SOMN_FOR_JUMP = 3 }; /* purposes */

static inline somn_device_key somn_key_of_nodes(const char* positive, const char* negative) {
  uint64_t hash = 14695981039346656037u;
  somn_device_key key;
  const char* c;
  for (c = positive; *c; c++) hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  hash = (hash ^ '\n') * 1099511628211u;
  for (c = negative; *c; c++) hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  key.word[0] = (uint32_t)hash;
  key.word[1] = (uint32_t)(hash >> 32);
  return key;
}

static inline somn_random_block somn_philox(somn_random_block counter, somn_device_key key) {
  uint32_t* c = counter.word;
  int round;
  for (round = 0; round < 10; round++) {
    const uint64_t product0 = (uint64_t)0xD2511F53u * c[0], product1 = (uint64_t)0xCD9E8D57u * c[2];
    const uint32_t c1 = c[1], c3 = c[3];
    c[0] = (uint32_t)(product1 >> 32) ^ c1 ^ key.word[0];
    c[1] = (uint32_t)product1;
    c[2] = (uint32_t)(product0 >> 32) ^ c3 ^ key.word[1];
    c[3] = (uint32_t)product0;
    key.word[0] += 0x9E3779B9u;
    key.word[1] += 0xBB67AE85u;
  }
  return counter;
}

/* Four words for number n of a purpose; n and seed are whole numbers below 2^53. */
static inline somn_random_block somn_draw(somn_device_key device, double seed, uint32_t purpose, double n) {
  const uint64_t count = (uint64_t)n, seed_bits = (uint64_t)seed;
  somn_random_block counter;
  counter.word[0] = (uint32_t)count;
  counter.word[1] = (uint32_t)(count >> 32);
  counter.word[2] = (uint32_t)seed_bits;
  counter.word[3] = (uint32_t)(seed_bits >> 32) | purpose << 24;
  return somn_philox(counter, device);
}

/* Uniform in (0, 1), 53 bits, from words 2k and 2k + 1 of a block */
static inline double somn_uniform(somn_random_block block, int k) {
  return ((block.word[2 * k] >> 5) * 67108864.0 + (block.word[2 * k + 1] >> 6) + 0.5) / 9007199254740992.0;
}

/* Standard normal, by Box and Muller */
static inline double somn_normal(somn_random_block block) {
  return sqrt(-2.0 * log(somn_uniform(block, 0))) * cos(6.283185307179586 * somn_uniform(block, 1));
}

#endif
