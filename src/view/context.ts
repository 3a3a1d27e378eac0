import { createContext } from 'svelte';
import type { Session } from '#session/session.ts';
import type { Page } from './page.svelte.ts';

export const [getSession, setSession] = createContext<Session>();
export const [getPage, setPage] = createContext<Page>();
