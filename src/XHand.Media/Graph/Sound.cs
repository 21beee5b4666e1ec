namespace XHand.Media.Graph;

/// <summary>Audio in memory: 8000 Hz, mono, 16 bit linear.</summary>
/// <param name="Samples">The samples; never changed.</param>
internal sealed record Sound(short[] Samples);
