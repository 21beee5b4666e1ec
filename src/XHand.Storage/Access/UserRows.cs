using System.Text.Json;
using Dapper;
using Npgsql;
using XHand.Site;

namespace XHand.Storage.Access;

/// <summary>Reads and writes users inside a transaction of a store's.</summary>
internal static class UserRows
{
    /// <summary>The columns of a <see cref="Row"/>, with <c>u</c> for the user and <c>c</c> for the company.</summary>
    public const string Columns = """
        u.id as Id, u.company as Company, c.name as CompanyName, u.login as Login, u.name as Name, u.email as Email,
        u.language as Language, u.roles as Roles, u.enabled as IsEnabled, u.password as Password, u.created_at as CreatedAt,
        u.signed_in_at as SignedInAt
        """;

    // Changes of users and roles wait for each other, so that two cannot each take away the other's last administrator.
    private const string Lock = "select pg_advisory_xact_lock(x'58485553'::bigint)";

    private const string FindOne = $"""
        select {Columns} from app_user u join company c on c.id = u.company where u.company = @Company and u.login = @Login
        """;

    private const string Others = """
        select exists (
            select from app_user where company = @Company and id <> @Id and enabled and @Role = any(roles))
        """;

    private const string Insert = """
        insert into app_user (id, company, login, name, email, language, roles, enabled, password)
        values (@Id, @Company, @Login, @Name, @Email, @Language, @Roles, @IsEnabled, @Password)
        """;

    private const string Update = """
        update app_user set name = @Name, email = @Email, language = @Language, roles = @Roles, enabled = @IsEnabled
        where company = @Company and login = @Login
        """;

    private const string Password = "update app_user set password = @Hash where company = @Company and id = @Id";
    private const string EndSessions = "delete from app_session where company = @Company and app_user = @Id and (@Keep::uuid is null or id <> @Keep)";

    // A class, since Dapper knows no arrays in constructors.
    internal class Row
    {
        public Guid Id { get; init; }
        public Guid Company { get; init; }
        public string CompanyName { get; init; } = "";
        public string Login { get; init; } = "";
        public string Name { get; init; } = "";
        public string Email { get; init; } = "";
        public string Language { get; init; } = "";
        public string[] Roles { get; init; } = [];
        public bool IsEnabled { get; init; }
        public string? Password { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime? SignedInAt { get; init; }

        public UserRow User => new(
            Id, Company, CompanyName, Login, Name, Email, Language, Roles, IsEnabled, Password is not null, CreatedAt, SignedInAt);
    }

    public static Task LockAsync(NpgsqlTransaction transaction) => transaction.Connection!.ExecuteAsync(Lock, transaction: transaction);

    public static async Task<UserRow?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid company, string login) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(FindOne, new { Company = company, Login = login }, transaction))?.User;

    public static Task InsertAsync(NpgsqlTransaction transaction, Guid id, Guid company, UserEntry entry, string? password) =>
        transaction.Connection!.ExecuteAsync(Insert, Parameters(id, company, entry, password), transaction);

    public static Task UpdateAsync(NpgsqlTransaction transaction, UserRow user, UserEntry entry) =>
        transaction.Connection!.ExecuteAsync(Update, Parameters(user.Id, user.Company, entry, null), transaction);

    public static Task SetPasswordAsync(NpgsqlTransaction transaction, UserRow user, string hash) =>
        transaction.Connection!.ExecuteAsync(Password, new { user.Company, user.Id, Hash = hash }, transaction);

    public static Task EndSessionsAsync(NpgsqlTransaction transaction, UserRow user, Guid? keep) =>
        transaction.Connection!.ExecuteAsync(EndSessions, new { user.Company, user.Id, Keep = keep }, transaction);

    /// <summary>Whether somebody else in the company is an administrator who may sign in.</summary>
    public static Task<bool> HasOtherAdministratorAsync(NpgsqlTransaction transaction, UserRow user) =>
        transaction.Connection!.ExecuteScalarAsync<bool>(Others, new { user.Company, user.Id, Role = RoleName.Administrator }, transaction);

    /// <summary>What the audit says of a change; null when nothing changes.</summary>
    public static SiteChange? Change(UserRow? before, UserEntry? after)
    {
        (string Field, object? Before, object? After)[] fields =
        [
            ("name", before?.Name, after?.Name),
            ("email", before?.Email, after?.Email),
            ("language", before?.Language, after?.Language),
            ("roles", before?.Roles, after?.Roles),
            ("enabled", before?.IsEnabled, after?.IsEnabled),
        ];
        SiteFieldChange[] changed =
        [
            .. from field in fields
               let was = field.Before is null ? null : JsonSerializer.Serialize(field.Before)
               let now = field.After is null ? null : JsonSerializer.Serialize(field.After)
               where was != now
               select new SiteFieldChange(field.Field, was, now),
        ];
        return changed.Length == 0 ? null : new(AuditKind.Users, (before?.Login ?? after?.Login)!, before is null ? AuditAction.Create : after is null ? AuditAction.Delete : AuditAction.Change, changed);
    }

    private static object Parameters(Guid id, Guid company, UserEntry entry, string? password) => new
    {
        Id = id,
        Company = company,
        entry.Login,
        entry.Name,
        entry.Email,
        entry.Language,
        Roles = entry.Roles.ToArray(),
        entry.IsEnabled,
        Password = password,
    };
}
