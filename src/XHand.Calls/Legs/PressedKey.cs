namespace XHand.Calls.Legs;

/// <summary>A key that a party pressed.</summary>
/// <param name="Digit">0 to 9, *, #, A to D.</param>
/// <param name="Duration">How long it was down.</param>
/// <param name="IsInAudio">It came as telephone-event packets, which pass to a bridged leg by themselves; false: in an INFO.</param>
public readonly record struct PressedKey(char Digit, TimeSpan Duration, bool IsInAudio);
