// Lists, maps and sorting of Zig's own library.
const std = @import("std");

fn print(comptime format: []const u8, values: anytype) void {
    var room: [256]u8 = undefined;
    const text = std.fmt.bufPrint(&room, format, values) catch unreachable;
    _ = std.os.linux.write(1, text.ptr, text.len);
}

pub fn main() void {
    var numbers = [_]u32{ 40, 7, 19, 3, 25 };
    std.mem.sort(u32, &numbers, {}, std.sort.asc(u32));
    for (numbers) |one| print("{d} ", .{one});
    print("\n", .{});
    var total: u64 = 0;
    for (numbers) |one| total += one;
    print("sum {d}, largest {d}\n", .{ total, std.mem.max(u32, &numbers) });
}
