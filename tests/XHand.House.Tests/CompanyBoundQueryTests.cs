using System.Text.RegularExpressions;

namespace XHand.House.Tests;

/// <summary>Companies are kept apart in every query: one on a company's table names the company, or a comment above it says why not.</summary>
public sealed partial class CompanyBoundQueryTests
{
    [Fact]
    public void Every_query_on_a_companys_table_names_the_company_or_says_why_not()
    {
        string[] tables = [.. Tables()];
        Assert.Contains("extension", tables);
        Assert.Contains("app_user", tables);
        int queries = 0;
        List<string> unbound = [];
        foreach (string file in Checkout.Files("src", "*.cs"))
        {
            foreach (Match query in Query().Matches(File.ReadAllText(file)))
            {
                string sql = query.Groups["sql"].Value;
                if (!tables.Any(table => Regex.IsMatch(sql, $@"\b(from|join|update|into)\s+{table}\b")))
                {
                    continue;
                }

                queries++;
                bool says = query.Groups["above"].Value.TrimStart().StartsWith("//", StringComparison.Ordinal);
                if (!sql.Contains("company", StringComparison.OrdinalIgnoreCase) && !says)
                {
                    unbound.Add($"{Checkout.Shown(file)}: {query.Groups["name"].Value}");
                }
            }
        }

        Assert.True(queries > 25, $"only {queries} queries were found");
        Assert.True(unbound.Count == 0, string.Join("\n", unbound));
    }

    private static IEnumerable<string> Tables() =>
        from file in Checkout.Files("migrations", "*.sql")
        from table in Table().Matches(File.ReadAllText(file))
        where Column().IsMatch(table.Groups["columns"].Value)
        select table.Groups["name"].Value;

    [GeneratedRegex("""create table (?<name>\w+) \((?<columns>.*?)\n\)""", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s+company\s", RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex(""""(?<above>[^\n]*)\n[ \t]*(?:private|internal|public) const string (?<name>\w+) =\s*\$?(?:"""(?<sql>.*?)"""|"(?<sql>[^"\n]*)")\s*;"""", RegexOptions.Singleline)]
    private static partial Regex Query();
}
