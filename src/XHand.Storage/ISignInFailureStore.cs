namespace XHand.Storage;

/// <summary>Failed sign-ins of a login from a network, or of a network.</summary>
/// <param name="Id">Which, as a hash; what it is made of is not kept.</param>
/// <param name="Count">Failures; 0 when they are forgiven.</param>
/// <param name="LastAt">The last.</param>
/// <param name="WaitsUntil">Until then the next attempt is refused.</param>
public sealed record SignInFailure(Guid Id, int Count, DateTimeOffset LastAt, DateTimeOffset WaitsUntil);

/// <summary>Failed sign-ins in PostgreSQL, so that a restart does not forget who has to wait.</summary>
public interface ISignInFailureStore
{
    /// <summary>Those whose last failure was after <paramref name="since"/>.</summary>
    Task<IReadOnlyList<SignInFailure>> SinceAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Keeps them as they are now; those without failures are deleted.</summary>
    Task KeepAsync(IReadOnlyList<SignInFailure> failures, CancellationToken cancellation);
}
