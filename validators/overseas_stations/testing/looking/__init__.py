"""What a machine wrote down when it looked for passages: drawn so that every rule holds, and the faults in it."""
