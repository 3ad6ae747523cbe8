// A file beside it, found by its name.
const std = @import("std");
const words = @import("imports/words.zig");

pub fn main() void {
    for (words.all) |word| {
        _ = std.os.linux.write(1, word.ptr, word.len);
        _ = std.os.linux.write(1, "\n", 1);
    }
}
