// A panic that is caught, and one that ends the program.
fn main() {
    let caught = std::panic::catch_unwind(|| [1, 2, 3].iter().sum::<i32>() / "".len() as i32);
    println!("caught: {}", caught.is_err());
    let none: Option<i32> = None;
    println!("{}", none.expect("nobody catches this"));
}
