namespace XHand.Storage;

/// <summary>A company's own role.</summary>
public sealed record RoleRow(string Name, IReadOnlyList<string> Permissions);

/// <summary>A company's own roles in PostgreSQL; the built-in ones are in the program.</summary>
public interface IRoleStore
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<RoleRow>> ListAsync(Guid company, CancellationToken cancellation);

    /// <summary>Makes or changes; true when it was made.</summary>
    Task<bool> SaveAsync(Guid company, RoleRow role, AuditActor actor, CancellationToken cancellation);

    /// <summary>Deletes; false when there is none, <see cref="StorageFault.Conflict"/> while a user has it.</summary>
    Task<bool> DeleteAsync(Guid company, string name, AuditActor actor, CancellationToken cancellation);
}
