// Threads that share a sum and send what they found.
use std::sync::{mpsc, Arc, Mutex};
use std::thread;

fn main() {
    let sum = Arc::new(Mutex::new(0));
    let (sender, receiver) = mpsc::channel();
    let threads: Vec<_> = (0..4)
        .map(|id| {
            let (sum, sender) = (Arc::clone(&sum), sender.clone());
            thread::spawn(move || {
                for n in 0..100 {
                    *sum.lock().unwrap() += n;
                }
                sender.send(id * id).unwrap();
            })
        })
        .collect();
    drop(sender);
    for each in threads {
        each.join().unwrap();
    }
    let mut found: Vec<i32> = receiver.iter().collect();
    found.sort();
    println!("{} {:?}", sum.lock().unwrap(), found);
}
