using XHand.Calls.Facts;

namespace XHand.Calls;

/// <summary>Who calls what.</summary>
/// <param name="Company">Company.</param>
/// <param name="From">Calling number, authenticated.</param>
/// <param name="FromName">Its name, copied.</param>
/// <param name="Dialled">What was dialled.</param>
public sealed record CallOrder(Guid Company, string From, string FromName, string Dialled)
{
    /// <summary>One of <see cref="CallDirection"/>, as far as the start tells: what an extension dials may still lead out.</summary>
    public string Direction { get; init; } = CallDirection.Internal;

    /// <summary>Name of the trunk that it came over, or "".</summary>
    public string Trunk { get; init; } = "";

    /// <summary>The number shown to who is called; the calling number unless set.</summary>
    public string FromShown { get => field ?? From; init; }

    /// <summary>The caller withholds its number (RFC 3323): who is called does not see it, an operator that must know does.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Codecs that the called may be offered, in their order; empty: the caller's own.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [];
}
