using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Atmosphere.Grains.Tests.Shapes;

/// <summary>
/// Messages and states are deeply immutable, so that neither engine has to copy them, and have stable names and numbers, so that
/// nodes of two versions and yesterday's disk can be read.
/// </summary>
public sealed class MessageShapeTests
{
    private static readonly ImmutableHashSet<Type> Plain =
    [
        typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(Guid),
        typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    private static readonly ImmutableHashSet<Type> Collections =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>),
    ];

    public static TheoryData<Type> Reached => [.. GrainAssembly.Reached];

    public static TheoryData<Type> Records => [.. GrainAssembly.Reached.Where(GrainAssembly.IsOurRecord)];

    public static TheoryData<Type> Interfaces => [.. GrainAssembly.GrainInterfaces];

    [Fact]
    public void The_walk_reaches_what_it_should()
    {
        GrainAssembly.GrainInterfaces.Length.ShouldBeGreaterThanOrEqualTo(7);
        GrainAssembly.Grains.Length.ShouldBe(GrainAssembly.GrainInterfaces.Length);
        GrainAssembly.States.ShouldContain(typeof(Grains.Faces.FaceState));
        GrainAssembly.Reached.ShouldContain(typeof(Grains.Faces.CastVote), "a subtype of a subtype of what a method takes");
        GrainAssembly.Reached.ShouldContain(typeof(Grains.Faces.VoteChoice), "what that holds");
        GrainAssembly.Reached.ShouldContain(typeof(Grains.Training.StartTraining), "what a state owes");
    }

    [Theory]
    [MemberData(nameof(Reached))]
    public void What_is_sent_or_stored_is_deeply_immutable(Type type)
    {
        if (Plain.Contains(type) || type.IsEnum || Collections.Contains(GrainAssembly.Definition(type))) return;

        GrainAssembly.IsOurRecord(type).ShouldBeTrue($"{type} is neither a record of ours nor one of the plain types");
        type.GetMethod("<Clone>$").ShouldNotBeNull($"{type.Name} is not a record");
        (type.IsSealed || type.IsAbstract).ShouldBeTrue($"{type.Name} is neither sealed nor abstract");
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(property => property.SetMethod is not null))
        {
            property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().ShouldContain(typeof(IsExternalInit), $"{type.Name}.{property.Name} can be set");
        }

        type.GetFields(BindingFlags.Instance | BindingFlags.Public).ShouldBeEmpty($"{type.Name} has public fields");
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_serialised_record_has_a_serialiser_a_stable_name_and_numbered_properties(Type type)
    {
        type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false).ShouldBeTrue($"{type.Name} lacks [GenerateSerializer]");
        type.IsDefined(typeof(ImmutableAttribute), inherit: false).ShouldBeTrue($"{type.Name} lacks [Immutable]");
        Alias(type).ShouldNotBeNull($"{type.Name} lacks [Alias]").ShouldStartWith("Atmosphere.");

        var held = GrainAssembly.Held(type).ToList();
        foreach (var property in held) property.IsDefined(typeof(IdAttribute)).ShouldBeTrue($"{type.Name}.{property.Name} lacks [Id]");
        held.Select(property => property.GetCustomAttribute<IdAttribute>()!.Id).ShouldBeUnique();
    }

    [Fact]
    public void No_two_types_share_a_name() =>
        GrainAssembly.Reached.Where(GrainAssembly.IsOurRecord).Select(GrainAssembly.Definition).Distinct().Select(Alias)
            .Concat(GrainAssembly.GrainInterfaces.Select(Alias)).ShouldBeUnique();

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void A_grain_interface_and_its_methods_have_stable_names(Type type)
    {
        Alias(type).ShouldBe($"Atmosphere.{type.Name}");
        var methods = type.GetMethods();
        foreach (var method in methods) Alias(method).ShouldNotBeNull($"{type.Name}.{method.Name} lacks [Alias]");
        methods.Select(Alias).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void Only_what_gets_or_lists_runs_beside_other_calls(Type type)
    {
        foreach (var method in type.GetMethods())
        {
            var reads = method.Name.StartsWith("Get", StringComparison.Ordinal) || method.Name.StartsWith("List", StringComparison.Ordinal);
            method.IsDefined(typeof(ReadOnlyAttribute)).ShouldBe(reads, $"{type.Name}.{method.Name}");
        }
    }

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;
}
