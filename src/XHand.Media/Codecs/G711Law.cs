namespace XHand.Media.Codecs;

/// <summary>The companding law of a G.711 stream.</summary>
internal enum G711Law
{
    /// <summary>PCMA, as Brazil and Europe use it.</summary>
    ALaw,

    /// <summary>PCMU, as North America and Japan use it.</summary>
    MuLaw,
}
