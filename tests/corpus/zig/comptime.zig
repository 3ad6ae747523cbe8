// Worked out while compiling: primes below 50, and a generic function.
const std = @import("std");

fn primes(comptime limit: usize) [limit]bool {
    var found: [limit]bool = @splat(true);
    found[0] = false;
    found[1] = false;
    var number: usize = 2;
    while (number * number < limit) : (number += 1) {
        var multiple = number * number;
        while (multiple < limit) : (multiple += number) found[multiple] = false;
    }
    return found;
}

fn largest(comptime T: type, left: T, right: T) T {
    return if (left > right) left else right;
}

pub fn main() u8 {
    const table = comptime blk: {
        @setEvalBranchQuota(10_000);
        break :blk primes(50);
    };
    var count: u8 = 0;
    for (table) |is_prime| count += @intFromBool(is_prime);
    return largest(u8, count, 3);
}
