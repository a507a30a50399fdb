using System.Reflection;

namespace Orleans.Reco.Grains.Tests;

/// <summary>The messages and stored states of this release, and their numbered members.</summary>
internal static class ContractTypes
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>By alias, those that have members.</summary>
    public static SortedDictionary<string, Type> All { get; } = new(
        new[] { typeof(IUserGrain).Assembly, typeof(RecoRoles).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsAbstract && !type.IsGenericTypeDefinition && type.IsDefined(typeof(GenerateSerializerAttribute), false) && Members(type).Count > 0)
            .ToDictionary(Name),
        StringComparer.Ordinal);

    public static string Name(Type type) => type.GetCustomAttribute<AliasAttribute>(false)?.Alias ?? type.FullName!;

    /// <summary>The fields that keep the members, by number.</summary>
    public static SortedDictionary<uint, FieldInfo> Members(Type type)
    {
        var members = new SortedDictionary<uint, FieldInfo>();
        foreach (var field in type.GetFields(Declared))
        {
            // What keeps an automatic property is called after it.
            var member = field.Name.StartsWith('<') ? (MemberInfo?)type.GetProperty(field.Name[1..field.Name.IndexOf('>')], Declared) : field;
            if (member?.GetCustomAttribute<IdAttribute>() is { } id)
            {
                members.Add(id.Id, field);
            }
        }

        return members;
    }
}
