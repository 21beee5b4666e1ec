namespace XHand.Calls;

/// <summary>Who calls what.</summary>
/// <param name="Company">Company.</param>
/// <param name="From">Calling number, authenticated.</param>
/// <param name="FromName">Its name, copied.</param>
/// <param name="Dialled">What was dialled.</param>
public sealed record CallOrder(Guid Company, string From, string FromName, string Dialled);
