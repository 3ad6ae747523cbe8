// Maps, sets and chains of iterators.
use std::collections::{BTreeMap, HashSet, VecDeque};

fn main() {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for word in "the cat and the dog and the bird".split_whitespace() {
        *count.entry(word).or_default() += 1;
    }
    println!("{count:?}");
    let unique: HashSet<_> = count.values().collect();
    let mut queue: VecDeque<_> = (1..=5).filter(|n| n % 2 == 1).map(|n| n * n).collect();
    queue.rotate_left(1);
    println!("{} {queue:?}", unique.len());
}
