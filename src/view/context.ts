import { createContext } from 'svelte';
import type { Memory } from '#session/memory.svelte.ts';
import type { Session } from '#session/session.ts';
import type { Page } from './page.svelte.ts';

export const [getSession, setSession] = createContext<Session>();
export const [getMemory, setMemory] = createContext<Memory>();
export const [getPage, setPage] = createContext<Page>();
