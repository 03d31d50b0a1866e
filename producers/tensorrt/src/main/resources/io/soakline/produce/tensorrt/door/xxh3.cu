// XXH3-128 without seed of more than 240 bytes, split so that a device can do it (specification: xxHash's doc/xxhash_spec.md).
// What a block of 1,024 bytes adds to the eight accumulators does not depend on their values, so all blocks are summed at once;
// only the scrambling between blocks is done one after another.

typedef unsigned long long u64;
typedef unsigned int u32;

#define PRIME32_1 0x9E3779B1ULL
#define PRIME32_2 0x85EBCA77ULL
#define PRIME32_3 0xC2B2AE3DULL
#define PRIME64_1 0x9E3779B185EBCA87ULL
#define PRIME64_2 0xC2B2AE3D27D4EB4FULL
#define PRIME64_3 0x165667B19E3779F9ULL
#define PRIME64_4 0x85EBCA77C2B2AE63ULL
#define PRIME64_5 0x27D4EB2F165667C5ULL
#define AVALANCHE 0x165667919E3779F9ULL

#define STRIPE 64
#define STRIPES 16
#define BLOCK 1024
#define LANES 8
#define SECRET 192

// The default secret of the specification.
__constant__ unsigned char secret[SECRET] = {
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
    0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
    0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
    0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
    0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
    0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
    0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
    0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
    0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
    0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
    0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
    0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e};

__device__ static u64 word(const unsigned char *bytes) {
    u64 value = 0;
    for (int i = 7; i >= 0; i--) {
        value = value << 8 | bytes[i];
    }
    return value;
}

// What the lane's word adds to its own accumulator; the word itself goes to the neighbour's.
__device__ static u64 product(u64 data, u64 key) {
    u64 mixed = data ^ key;
    return (mixed & 0xFFFFFFFFULL) * (mixed >> 32);
}

__device__ static u64 fold(u64 a, u64 b) {
    return a * b ^ __umul64hi(a, b);
}

__device__ static u64 merge(const u64 *acc, int at, u64 start) {
    u64 result = start;
    for (int i = 0; i < LANES; i += 2) {
        result += fold(acc[i] ^ word(secret + at + 8 * i), acc[i + 1] ^ word(secret + at + 8 * i + 8));
    }
    result ^= result >> 37;
    result *= AVALANCHE;
    return result ^ result >> 32;
}

// One thread block for each block of the stream: sums[block][lane]. The last one has fewer stripes, and the stream's last 64
// bytes under a key of their own. The stream is aligned to eight bytes.
extern "C" __global__ void blockSums(const unsigned char *stream, u64 length, u64 *sums) {
    __shared__ u64 parts[STRIPES + 1][LANES];
    u64 whole = (length - 1) / BLOCK;
    u64 block = blockIdx.x;
    int lane = threadIdx.x % LANES;
    int stripe = threadIdx.x / LANES;
    u64 stripes = block < whole ? STRIPES : (length - 1 - whole * BLOCK) / STRIPE;
    u64 sum = 0;
    if (stripe < STRIPES) {
        if (stripe < stripes) {
            const u64 *at = (const u64 *) (stream + block * BLOCK + stripe * STRIPE);
            sum = product(at[lane], word(secret + 8 * stripe + 8 * lane)) + at[lane ^ 1];
        }
    } else if (block == whole) {
        const unsigned char *at = stream + length - STRIPE;
        sum = product(word(at + 8 * lane), word(secret + SECRET - STRIPE - 7 + 8 * lane)) + word(at + 8 * (lane ^ 1));
    }
    parts[stripe][lane] = sum;
    __syncthreads();
    if (stripe == 0) {
        u64 all = 0;
        for (int i = 0; i <= STRIPES; i++) {
            all += parts[i][lane];
        }
        sums[block * LANES + lane] = all;
    }
}

// Eight threads, one for each accumulator. result[0] is the high half, result[1] the low one.
extern "C" __global__ void chain(const u64 *sums, u64 length, u64 *result) {
    __shared__ u64 acc[LANES];
    const u64 starts[LANES] = {
        PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1};
    int lane = threadIdx.x;
    u64 whole = (length - 1) / BLOCK;
    u64 key = word(secret + SECRET - STRIPE + 8 * lane);
    u64 own = starts[lane];
    #pragma unroll 8
    for (u64 block = 0; block < whole; block++) {
        own += sums[block * LANES + lane];
        own = (own ^ own >> 47 ^ key) * PRIME32_1;
    }
    acc[lane] = own + sums[whole * LANES + lane];
    __syncthreads();
    if (lane == 0) {
        result[1] = merge(acc, 11, length * PRIME64_1);
        result[0] = merge(acc, SECRET - STRIPE - 11, ~(length * PRIME64_2));
    }
}
