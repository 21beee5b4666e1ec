namespace XHand.Fuzz;

/// <summary>Something that reads bytes from the network.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Sound inputs to start from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Pieces of its language that a mutation may put in.</summary>
    IReadOnlyList<byte[]> Words { get; }

    /// <summary>Reads one input and does what the system would do with the result. Throws when anything is not as it must be.</summary>
    void Run(byte[] input);
}
