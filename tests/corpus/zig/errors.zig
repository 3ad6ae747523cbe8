// Errors as values, defer, and an exit code of the program's own.
const std = @import("std");

const Trouble = error{ Negative, TooLarge };

fn half(number: i32) Trouble!i32 {
    if (number < 0) return Trouble.Negative;
    if (number > 100) return Trouble.TooLarge;
    return @divTrunc(number, 2);
}

fn say(text: []const u8) void {
    _ = std.os.linux.write(1, text.ptr, text.len);
}

pub fn main() void {
    defer say("last\n");
    for ([_]i32{ 84, -1, 500 }) |number| {
        if (half(number)) |value| {
            if (value == 42) say("42\n");
        } else |trouble| {
            say(@errorName(trouble));
            say("\n");
        }
    }
}
