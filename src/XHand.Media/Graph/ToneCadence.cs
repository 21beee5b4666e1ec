namespace XHand.Media.Graph;

/// <summary>How a tone sounds over time: pairs of on and off, repeated for ever.</summary>
/// <param name="StepsMs">On, off, on, off... in ms; an off of 0 alone makes the tone continuous.</param>
public sealed record ToneCadence(params int[] StepsMs);
