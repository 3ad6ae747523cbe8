pub const all = [_][]const u8{ "one", "two", "three" };
