using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Atmosphere.Embedded.State;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>Makes grain objects: services from the container, states for the parameters marked as such.</summary>
internal static class GrainConstructor
{
    public delegate Grain Factory(IServiceProvider services, Activation activation);

    // Compiling takes milliseconds, and a process that starts many engines (tests, the simulation) has the same few classes.
    private static readonly ConcurrentDictionary<Type, Factory> Compiled = new();

    private static readonly MethodInfo ServiceMethod = typeof(GrainConstructor).GetMethod(nameof(Service), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo StateMethod = typeof(PersistentStates).GetMethod(nameof(PersistentStates.Create))!;

    /// <exception cref="InvalidOperationException">There is no one constructor to use, or a state parameter has the wrong type.</exception>
    public static Factory Of(Type type) => Compiled.GetOrAdd(type, Compile);

    private static Factory Compile(Type type)
    {
        var constructor = Choose(type);
        var services = Expression.Parameter(typeof(IServiceProvider));
        var activation = Expression.Parameter(typeof(Activation));
        var arguments = constructor.GetParameters().Select(Argument).ToArray();
        return Expression.Lambda<Factory>(Expression.New(constructor, arguments), services, activation).Compile();

        Expression Argument(ParameterInfo parameter)
        {
            if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } facet)
            {
                if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
                    throw new InvalidOperationException($"Parameter '{parameter.Name}' of grain class {type} is marked as a persistent state and is no IPersistentState<T>.");
                return Expression.Call(StateMethod.MakeGenericMethod(parameter.ParameterType.GetGenericArguments()), activation, Expression.Constant(facet));
            }

            return Expression.Convert(Expression.Call(ServiceMethod, services, Expression.Constant(parameter), Expression.Constant(type)), parameter.ParameterType);
        }
    }

    private static ConstructorInfo Choose(Type type)
    {
        var constructors = type.GetConstructors();
        var marked = constructors.Where(c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute))).ToArray();
        return (marked, constructors) switch
        {
            ([var one], _) => one,
            ([], [var one]) => one,
            _ => throw new InvalidOperationException($"Grain class {type} must have one public constructor, or one marked with [ActivatorUtilitiesConstructor]."),
        };
    }

    private static object? Service(IServiceProvider services, ParameterInfo parameter, Type type)
    {
        if (parameter.ParameterType == typeof(IServiceProvider)) return services;
        var service = parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed
            ? (services as IKeyedServiceProvider)?.GetKeyedService(parameter.ParameterType, keyed.Key)
            : services.GetService(parameter.ParameterType);
        if (service is not null) return service;
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        throw new InvalidOperationException($"Unable to resolve service for type '{parameter.ParameterType}' while attempting to activate '{type}'.");
    }
}
